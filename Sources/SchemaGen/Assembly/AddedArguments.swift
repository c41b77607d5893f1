import GraphQLEngine
import JSON

extension KeyValueOperation {
    /// The arguments that only the default schema has. All are optional where WunderGraph has the field.
    var addedArguments: [SchemaBuilder.InputValue] {
        switch self {
        case .keys: Self.filter + [Self.first(defaultValue: nil), Self.after(isKeyTaken: true)]
        case .entries: Self.filter + [Self.first(defaultValue: 100), Self.after(isKeyTaken: false)]
        case .history, .entryHistory:
            [SchemaBuilder.InputValue("last", type: "Int", description: "Only as many of the newest revisions.")]
        case .getMany: [SchemaBuilder.InputValue("keys", type: "[String!]!", description: "At most 1,000.")]
        case .patch: Self.patching
        case .watch, .watchAll: Self.watching
        case .get, .getRevision, .put, .create, .update, .delete, .purge, .status: []
        }
    }

    private static var filter: [SchemaBuilder.InputValue] {
        let description = "A key, or a NATS wildcard: * stands for one token, > at the end for one or more."
        return [SchemaBuilder.InputValue("filter", type: "String", description: description)]
    }

    private static func first(defaultValue: JSONValue?) -> SchemaBuilder.InputValue {
        let whole = defaultValue == nil ? " Without it, and without after, all keys come." : ""
        return SchemaBuilder.InputValue(
            "first",
            type: "Int",
            description: "The size of the page, at most 1,000.\(whole)",
            defaultValue: defaultValue
        )
    }

    private static func after(isKeyTaken: Bool) -> SchemaBuilder.InputValue {
        let key = isKeyTaken ? "Begin behind this key, or behind this cursor of entries." : "Begin behind this cursor."
        return SchemaBuilder.InputValue("after", type: "String", description: key)
    }

    private static var patching: [SchemaBuilder.InputValue] {
        [
            SchemaBuilder.InputValue("key", type: "String!"),
            SchemaBuilder.InputValue(
                "patch",
                type: "JSON!",
                description: "A merge patch of RFC 7386, by the property names of the stored value; null removes."
            ),
            SchemaBuilder.InputValue(
                "revision",
                type: "Int",
                description: "Patch only this revision. Without it, a patch that meets another write is tried again."
            ),
        ]
    }

    private static var watching: [SchemaBuilder.InputValue] {
        let flags: [(name: String, description: String)] = [
            (
                "includeHistory",
                "Begin with every revision that the bucket holds, not only with the newest of each key."
            ),
            ("ignoreDeletes", "Leave out deletions."),
            ("updatesOnly", "Leave out what the bucket holds already."),
        ]
        return flags.map { flag in
            SchemaBuilder.InputValue(
                flag.name,
                type: "Boolean",
                description: flag.description,
                defaultValue: .bool(false)
            )
        } + [
            SchemaBuilder.InputValue(
                "fromRevision",
                type: "Long",
                description: "Begin with this revision, or with the first one after it that the bucket still holds."
            )
        ]
    }
}
