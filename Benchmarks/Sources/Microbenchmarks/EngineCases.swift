import GraphQLEngine

/// Parsing and validation of documents.
enum EngineCases {
    static func all(_ inputs: Inputs) throws -> [Case] {
        let schema = try Schema(sdl: String(decoding: inputs.bytes("schema.graphql"), as: UTF8.self))
        let get = try inputs.bytes("get.graphql")
        let introspection = try inputs.bytes("introspection.graphql")
        let everything = try inputs.bytes("everything.graphql")
        func parse(_ text: [UInt8]) throws {
            use(try Parser.parse(text))
        }
        func validate(_ text: [UInt8]) throws {
            let errors = Validator.validate(try Parser.parse(text), schema: schema)
            guard errors.isEmpty else { throw errors[0] }
        }
        return [
            Case(.engine, "kv_get parse") { try parse(get) },
            Case(.engine, "kv_get parse+validate") { try validate(get) },
            Case(.engine, "introspection parse") { try parse(introspection) },
            Case(.engine, "introspection parse+validate") { try validate(introspection) },
            Case(.engine, "everything parse") { try parse(everything) },
        ]
    }
}
