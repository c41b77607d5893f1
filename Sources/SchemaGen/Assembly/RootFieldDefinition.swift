import GraphQLEngine

/// The root fields of an API, as both schemas have them.
struct RootFieldDefinition {
    var operation: KeyValueOperation
    var arguments: [(name: String, type: String)]
    var type: String

    /// The fields in WunderGraph's order.
    static func all(entry: String, input: String) -> [RootFieldDefinition] {
        KeyValueOperation.allCases.map { operation in
            RootFieldDefinition(
                operation: operation,
                arguments: arguments(of: operation, input: input),
                type: type(of: operation, entry)
            )
        }
    }

    private static func arguments(of operation: KeyValueOperation, input: String) -> [(name: String, type: String)] {
        switch operation {
        case .get, .history, .delete, .purge: [("key", "String!")]
        case .getRevision: [("key", "String!"), ("revision", "Int!")]
        case .keys, .watchAll: []
        case .put, .create: [("key", "String!"), ("value", input)]
        case .update: [("key", "String!"), ("value", input), ("revision", "Int!")]
        case .watch: [("keys", "[String!]!")]
        }
    }

    private static func type(of operation: KeyValueOperation, _ entry: String) -> String {
        switch operation {
        case .get, .getRevision, .put, .create, .update: entry
        case .keys: "[String!]!"
        case .history: "[\(entry)!]!"
        case .delete, .purge: "Boolean!"
        case .watch, .watchAll: "\(entry)!"
        }
    }
}

extension KeyValueOperation {
    /// What the default schema says about the field.
    var description: String {
        switch self {
        case .get: "The newest entry of a key; null where the key is missing or deleted."
        case .getRevision: "The entry that a key had at a revision; null where that revision is not the key's."
        case .keys: "The keys that have a value."
        case .history: "The revisions of a key that the bucket still holds, oldest first, deletions included."
        case .put: "Stores a value, whatever the key had before."
        case .create: "Stores a value if the key has none; otherwise null and the error KEY_EXISTS."
        case .update: "Stores a value if the key is at the revision; otherwise null and the error REVISION_CONFLICT."
        case .delete: "Marks a key as deleted and keeps its earlier revisions."
        case .purge: "Marks a key as deleted and removes its earlier revisions."
        case .watch: "The current entries of the keys, then every change. A key may be a NATS wildcard."
        case .watchAll: "The current entries of all keys, then every change."
        }
    }

    /// What WunderGraph's schema says about the field; part of its exact text.
    var wundergraphDescription: String {
        switch self {
        case .get: "Get returns the latest value for the key."
        case .getRevision: "GetRevision returns a specific revision value for the key."
        case .keys: "Keys will return all keys."
        case .history: "History will return all historical values for the key."
        case .put: "Put will place the new value for the key into the store."
        case .create: "Create will add the key/value pair iff it does not exist."
        case .update: "Update will update the value iff the latest revision matches."
        case .delete: "Delete will place a delete marker and leave all revisions."
        case .purge: "Purge will place a delete marker and remove all previous revisions."
        case .watch:
            " Watch for any updates to keys that match the keys argument which could include wildcards.\n"
                + "Watch will send a nil entry when it has received all initial values."
        case .watchAll: "WatchAll will invoke the callback for all updates."
        }
    }
}
