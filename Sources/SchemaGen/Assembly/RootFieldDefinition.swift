import GraphQLEngine

/// A root field of an API, without what only one of the two schemas says of it.
struct RootFieldDefinition {
    var operation: KeyValueOperation
    var kind: RootKind
    var arguments: [(name: String, type: String)]
    var type: String

    /// The fields of the default schema; those that WunderGraph has come first, in its order.
    static func all(_ namespace: String, input: String) -> [RootFieldDefinition] {
        KeyValueOperation.allCases.compactMap { operation in
            operation.rootKind.map { kind in
                RootFieldDefinition(
                    operation: operation,
                    kind: kind,
                    arguments: arguments(of: operation, input: input),
                    type: type(of: operation, namespace)
                )
            }
        }
    }

    /// The fields that WunderGraph has.
    static func wundergraph(_ namespace: String, input: String) -> [RootFieldDefinition] {
        all(namespace, input: input).filter(\.operation.isWunderGraphs)
    }

    /// The arguments that both schemas have.
    private static func arguments(of operation: KeyValueOperation, input: String) -> [(name: String, type: String)] {
        switch operation {
        case .get, .history, .delete, .purge: [("key", "String!")]
        case .getRevision: [("key", "String!"), ("revision", "Int!")]
        case .put, .create: [("key", "String!"), ("value", input)]
        case .update: [("key", "String!"), ("value", input), ("revision", "Int!")]
        case .watch: [("keys", "[String!]!")]
        case .keys, .watchAll, .getMany, .entries, .status, .patch, .entryHistory: []
        }
    }

    private static func type(of operation: KeyValueOperation, _ namespace: String) -> String {
        let entry = EntryNames(namespace: namespace).entry
        return switch operation {
        case .get, .getRevision, .put, .create, .update, .patch: entry
        case .keys: "[String!]!"
        case .history, .entryHistory: "[\(entry)!]!"
        case .delete, .purge: "Boolean!"
        case .watch, .watchAll: "\(entry)!"
        case .getMany: "[\(entry)]!"
        case .entries: EntryNames(namespace: namespace).connection + "!"
        case .status: EntryNames(namespace: namespace).bucketStatus + "!"
        }
    }
}

extension KeyValueOperation {
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
        case .getMany, .entries, .status, .patch, .entryHistory: ""
        }
    }
}
