import GraphQLEngine
import JSON

/// The types that every API of the default schema has, whatever its model.
extension SchemaAssembler {
    /// The type of entries. Called right after the API's root fields were added.
    mutating func addEntry(_ part: Part) throws(SchemaGenError) {
        let names = EntryNames(namespace: part.definition.namespace)
        let description: [String: String] = [
            "value": "Null where the entry is a deletion, or the stored value does not fit the model.",
            "created": "Unix seconds.",
            "operation": "What made the entry.",
            "createdAt": "With nanoseconds.",
            "delta": "How many newer revisions the key has in what was read.",
            "revisionLong": "The revision, also beyond 32 bits.",
        ]
        let types: [(name: String, type: String)] = [
            ("key", "String!"), ("value", part.outputType), ("revision", "Int!"), ("created", "Int!"),
            ("operation", names.operation + "!"), ("createdAt", "DateTime!"), ("delta", "Int!"),
            ("revisionLong", "Long!"),
        ]
        var fields = types.map { field in
            SchemaBuilder.Field(field.name, type: TypeExpression(field.type), description: description[field.name])
        }
        let history = KeyValueOperation.entryHistory
        fields.append(
            SchemaBuilder.Field(
                "history",
                type: TypeExpression("[\(names.entry)!]!"),
                description: history.description,
                arguments: history.addedArguments,
                resolution: .fetch(tag: FetchTag.tag(api: apis.count - 1, operation: history))
            )
        )
        let finished = fields
        use(.dateTime)
        use(.long)
        // The argument of the root field that patches.
        use(.json)
        try add(names.entry, part.definition) { $0.object(names.entry, fields: finished) }
        try addEnum(names.operation, ["PUT", "DELETE", "PURGE"], part.definition)
    }

    /// The types of a page of entries (https://relay.dev/graphql/connections.htm).
    mutating func addConnection(_ definition: APIDefinition) throws(SchemaGenError) {
        let names = EntryNames(namespace: definition.namespace)
        let connection = [
            SchemaBuilder.Field("edges", type: TypeExpression("[\(names.edge)!]!")),
            SchemaBuilder.Field("pageInfo", type: TypeExpression(EntryNames.pageInfo + "!")),
        ]
        let edge = [
            SchemaBuilder.Field("cursor", type: "String!", description: "What to give as after, to go on behind this."),
            SchemaBuilder.Field("node", type: TypeExpression(names.entry + "!")),
        ]
        try add(names.connection, definition) { $0.object(names.connection, fields: connection) }
        try add(names.edge, definition) { $0.object(names.edge, fields: edge) }
        addPageInfo()
    }

    /// The type of a bucket's state and settings.
    mutating func addBucketStatus(_ definition: APIDefinition) throws(SchemaGenError) {
        let names = EntryNames(namespace: definition.namespace)
        let fields: [(name: String, type: String, description: String)] = [
            ("bucket", "String!", "The bucket's name in NATS."),
            ("values", "Long!", "How many revisions the bucket holds, deletions included."),
            ("bytes", "Long!", "What they take in the store."),
            ("lastRevision", "Long!", "The newest revision; 0 where nothing was ever written."),
            ("history", "Int!", "How many revisions of each key are kept."),
            ("ttl", "Float!", "How many seconds a revision is kept; 0: for ever."),
            ("maxBytes", "Long", "The largest size; null: no limit."),
            ("maxValueSize", "Long", "The largest value in bytes; null: no limit but the server's."),
            ("replicas", "Int!", "How many servers hold a copy."),
            ("storage", names.storage + "!", "Where the servers keep it."),
            ("compression", names.compression + "!", "How the servers compress it."),
            ("backingStream", "String!", "The JetStream stream that holds the bucket."),
        ]
        let finished = fields.map { field in
            SchemaBuilder.Field(field.name, type: TypeExpression(field.type), description: field.description)
        }
        try add(names.bucketStatus, definition) { $0.object(names.bucketStatus, fields: finished) }
        try addEnum(names.storage, ["FILE", "MEMORY"], definition)
        try addEnum(names.compression, ["NONE", "S2"], definition)
    }

    private mutating func addEnum(
        _ name: String,
        _ values: [String],
        _ definition: APIDefinition
    ) throws(SchemaGenError) {
        try add(name, definition) { $0.enum(name, values: values.map { SchemaBuilder.EnumValue($0) }) }
    }
}
