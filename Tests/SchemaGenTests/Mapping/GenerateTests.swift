import GraphQLEngine
import JSON
import Testing

@testable import SchemaGen

/// The SDL of one model in the namespace `kv`.
func sdl(_ text: String, integers: APIDefinition.IntegerMapping = .long) throws -> String {
    let model = try Model(text: Array(text.utf8))
    return try generate([APIDefinition(namespace: "kv", model: model, integers: integers)]).sdl
}

@Suite("The default schema")
struct GenerateTests {
    @Test("has WunderGraph's root fields and the additions that are served")
    func everything() throws {
        let text = try sdl(
            #"{"type": "object", "properties": {"token": {"type": "string"}}, "required": ["token"], "additionalProperties": false}"#
        )
        #expect(text.contains("kv_history(\n"))
    }
}
