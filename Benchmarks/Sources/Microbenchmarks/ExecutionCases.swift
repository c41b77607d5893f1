import GraphQLEngine

/// Execution of prepared operations, fetches answered at once, to the bytes of the response.
enum ExecutionCases {
    static func all(_ inputs: Inputs) throws -> [Case] {
        let schema = try schema()
        let get = try inputs.bytes("get.graphql")
        let prepared = try PreparedOperation(get, schema: schema)
        let aliases = try PreparedOperation(aliasedGets, schema: schema)
        let introspection = try PreparedOperation(inputs.bytes("introspection.graphql"), schema: schema)
        let variables = Array(#"{"key":"user-1234567"}"#.utf8)
        let entry = Entry()
        let pool = ExecutionPool()
        func execute(_ operation: PreparedOperation, _ variables: [UInt8]) throws {
            var execution = try Execution(operation, variables: variables.span, pool: pool)
            while let fetch = execution.nextFetch() { execution.resume(fetch.id, record: entry) }
            var size = 0
            execution.finish { size += $0.count }
            guard size > 100 else { throw WrongResult(found: "\(size) bytes") }
        }
        return [
            Case(.engine, "kv_get execute+JSON, prepared") { try execute(prepared, variables) },
            Case(.engine, "5 aliases execute+JSON, prepared") { try execute(aliases, []) },
            Case(.engine, "introspection execute+JSON, prepared") { try execute(introspection, []) },
            Case(.engine, "kv_get prepare") { _ = try PreparedOperation(get, schema: schema) },
        ]
    }

    private static let aliasedGets =
        "{" + (1...5).map { " a\($0): kv_get(key: \"user-\($0)\") { key value { token } revision }" }.joined() + " }"

    private static func schema() throws -> Schema {
        var builder = SchemaBuilder()
        builder.object(
            "Query",
            fields: [
                .init(
                    "kv_get",
                    type: "kv_KeyValueEntry",
                    arguments: [.init("key", type: "String!")],
                    resolution: .fetch(tag: 1)
                )
            ]
        )
        builder.object(
            "kv_KeyValueEntry",
            fields: [
                .init("key", type: "String!"),
                .init("value", type: "kv_Value"),
                .init("revision", type: "Int!"),
                .init("created", type: "Int!"),
            ]
        )
        builder.object("kv_Value", fields: [.init("token", type: "String!")])
        return try builder.build()
    }
}

/// An entry as the gateway has it: the key, and the value as JSON text.
private struct Entry: ResolvedRecord {
    let key = "user-1234567"
    let value = Array(#"{"token":"0123456789abcdef0123456789abcdef"}"#.utf8)

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        switch property {
        case "key": completion.string(key)
        case "value": completion.json(value.span)
        case "revision": completion.int(4711)
        case "created": completion.int(1_700_000_000)
        default: completion.null()
        }
    }
}
