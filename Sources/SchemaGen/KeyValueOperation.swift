/// What a root field of an API does. Operations still to come: paging through entries, reading many keys, the state
/// of the bucket, merge patches.
public enum KeyValueOperation: String, Sendable, Hashable, CaseIterable {
    case get, getRevision, keys, history
    case put, create, update, delete, purge
    case watch, watchAll
}

/// Which of the three root types a field belongs to.
public enum RootKind: String, Sendable, Hashable, CaseIterable {
    case query = "Query"
    case mutation = "Mutation"
    case subscription = "Subscription"
}

extension KeyValueOperation {
    /// The root type that the operation's field belongs to.
    public var rootKind: RootKind {
        switch self {
        case .get, .getRevision, .keys, .history: .query
        case .put, .create, .update, .delete, .purge: .mutation
        case .watch, .watchAll: .subscription
        }
    }

    /// Whether the operation takes a value of the model as its argument `value`.
    public var takesValue: Bool {
        switch self {
        case .put, .create, .update: true
        case .get, .getRevision, .keys, .history, .delete, .purge, .watch, .watchAll: false
        }
    }
}
