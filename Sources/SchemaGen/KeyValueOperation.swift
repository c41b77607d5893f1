/// What a field that must be fetched does.
public enum KeyValueOperation: String, Sendable, Hashable, CaseIterable {
    // WunderGraph's root fields, in its order.
    case get, getRevision, keys, history
    case put, create, update, delete, purge
    case watch, watchAll
    // What the default schema adds. New ones come last: the place in this list is part of a field's tag.
    case getMany, entries, status
    case patch
    /// The field `history` of an entry.
    case entryHistory
}

/// Which of the three root types a field belongs to.
public enum RootKind: String, Sendable, Hashable, CaseIterable {
    case query = "Query"
    case mutation = "Mutation"
    case subscription = "Subscription"
}

extension KeyValueOperation {
    /// The root type that the operation's field belongs to; nil for a field of an entry.
    public var rootKind: RootKind? {
        switch self {
        case .get, .getRevision, .keys, .history, .getMany, .entries, .status: .query
        case .put, .create, .update, .delete, .purge, .patch: .mutation
        case .watch, .watchAll: .subscription
        case .entryHistory: nil
        }
    }

    /// Whether WunderGraph has the operation too; the others are not in a schema with `compat: wundergraph`.
    public var isWunderGraphs: Bool {
        switch self {
        case .get, .getRevision, .keys, .history, .put, .create, .update, .delete, .purge, .watch, .watchAll: true
        case .getMany, .entries, .status, .patch, .entryHistory: false
        }
    }

    /// Whether the operation takes a value of the model as its argument `value`.
    public var takesValue: Bool {
        switch self {
        case .put, .create, .update: true
        case .get, .getRevision, .keys, .history, .delete, .purge, .watch, .watchAll: false
        case .getMany, .entries, .status, .patch, .entryHistory: false
        }
    }
}
