import GraphQLEngine
import SchemaGen

/// From stored bytes to a response: the schema of a model, selected fields out of the text of a value, and validation.
enum ProjectionCases {
    static func all(_ inputs: Inputs) throws -> [Case] {
        let token = try API(model: inputs.bytes("../../examples/token.json"))
        let flags = try API(model: inputs.bytes("../../examples/feature-flags.json"))
        let small = Array(#"{"token":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}"#.utf8)
        let flag = try inputs.bytes("flag.json")
        let one = try token.operation("{ token }")
        let few = try flags.operation("{ enabled owner rollout }")
        let rules = try flags.operation("{ rules { name percentage conditions { attribute operator values } } }")
        let pool = ExecutionPool()
        return [
            Case(.projection, "the one field of a small value") { try project(one, small, pool) },
            Case(.projection, "3 fields of a value of 1 kB") { try project(few, flag, pool) },
            Case(.projection, "lists of objects of a value of 1 kB") { try project(rules, flag, pool) },
            Case(.projection, "small value: validated") { try validate(token, small) },
            Case(.projection, "value of 1 kB: validated") { try validate(flags, flag) },
        ]
    }

    private struct API {
        let generated: GeneratedSchema

        init(model: [UInt8]) throws {
            generated = try generate([APIDefinition(namespace: "kv", model: try Model(text: model))])
        }

        func operation(_ selection: String) throws -> PreparedOperation {
            try PreparedOperation("{ kv_get(key: \"user-1234567\") { value \(selection) } }", schema: generated.schema)
        }
    }

    private static func project(_ operation: PreparedOperation, _ stored: [UInt8], _ pool: ExecutionPool) throws {
        let variables: [UInt8] = []
        var execution = try Execution(operation, variables: variables.span, pool: pool)
        while let fetch = execution.nextFetch() { execution.resume(fetch.id, record: StoredValue(bytes: stored)) }
        var size = 0
        execution.finish { size += $0.count }
        guard size > 60 else { throw WrongResult(found: "\(size) bytes") }
    }

    private static func validate(_ api: API, _ value: [UInt8]) throws {
        guard api.generated.apis[0].validator.isValid(value.span) else { throw WrongResult(found: "an invalid value") }
    }
}

private struct StoredValue: ResolvedRecord {
    let bytes: [UInt8]

    func resolve(_ property: String, into completion: inout FieldCompletion) {
        completion.json(bytes.span)
    }
}
