import Testing

@testable import SchemaGen

@Suite("Two configurations compared")
struct SchemaComparisonTests {
    @Test("lists what breaks first, for clients and for stored values")
    func lines() throws {
        let old = try generated(
            #"{"type": "object", "properties": {"a": {"type": "string"}, "b": {"enum": ["x", "y"]}}, "additionalProperties": false}"#
        )
        let new = try generated(
            #"{"type": "object", "properties": {"a": {"type": "string"}, "b": {"enum": ["x"]}, "c": {"type": "boolean"}}, "required": ["a"], "additionalProperties": false}"#
        )
        let comparison = SchemaComparison(from: old, to: new)
        #expect(comparison.isBreaking)
        let lines = comparison.lines
        #expect(lines.contains("breaking for stored values of kv: /a: the property is required now"))
        #expect(lines.contains(#"breaking for stored values of kv: /b: "y" is no longer allowed"#))
        #expect(lines.contains("safe for stored values of kv: /c: the property is new"))
        #expect(lines.contains { $0.hasPrefix("breaking for clients: ") && $0.contains("kv_InputValue") })
        let ranks = lines.map { $0.hasPrefix("breaking") ? 0 : $0.hasPrefix("dangerous") ? 1 : 2 }
        #expect(ranks == ranks.sorted())
    }

    @Test("finds nothing between equal ones")
    func equal() throws {
        let text = #"{"type": "object", "properties": {"a": {"type": "string"}}}"#
        let comparison = SchemaComparison(from: try generated(text), to: try generated(text))
        #expect(comparison.lines.isEmpty && !comparison.isBreaking)
    }
}
