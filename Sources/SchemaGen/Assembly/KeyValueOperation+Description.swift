extension KeyValueOperation {
    /// What the default schema says about the field.
    var description: String {
        switch self {
        case .get: "The newest entry of a key; null where the key is missing or deleted."
        case .getRevision: "The entry that a key had at a revision; null where that revision is not the key's."
        case .keys: "The keys that have a value, in the order of their last change."
        case .history: "The revisions of a key that the bucket still holds, oldest first, deletions included."
        case .put: "Stores a value, whatever the key had before."
        case .create: "Stores a value if the key has none; otherwise null and the error KEY_EXISTS."
        case .update: "Stores a value if the key is at the revision; otherwise null and the error REVISION_CONFLICT."
        case .delete: "Marks a key as deleted and keeps its earlier revisions."
        case .purge: "Marks a key as deleted and removes its earlier revisions."
        case .watch: "The current entries of the keys, then every change. A key may be a NATS wildcard."
        case .watchAll: "The current entries of all keys, then every change."
        case .getMany: "The newest entries of the keys, in the order asked; null where a key is missing or deleted."
        case .entries:
            "The newest entries of the keys that have a value, page by page, in the order of their last change."
        case .status: "The bucket as it is now."
        case .patch:
            "Merges a patch into the value of a key and stores the result; a missing key counts as an empty object."
        case .entryHistory: "The revisions of the entry's key that the bucket still holds, oldest first."
        }
    }
}
