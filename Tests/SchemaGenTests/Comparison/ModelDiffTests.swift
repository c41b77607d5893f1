import JSON
import Testing

@testable import SchemaGen

@Suite("A new model, for values that are stored")
struct ModelDiffTests {
    private func changes(_ old: String, _ new: String) throws -> [String] {
        let models = try [old, new].map { try Model(text: Array($0.utf8)) }
        return ModelDiff(from: models[0], to: models[1]).changes.map(\.description)
    }

    @Test(
        arguments: [
            (#"{"type": "string"}"#, #"{"type": "string", "description": "d"}"#, []),
            (
                #"{"type": "string"}"#, #"{"type": ["string", "null"]}"#,
                ["safe: the value: string or null is allowed, where it was string"]
            ),
            (
                #"{"type": ["string", "null"]}"#, #"{"type": "string"}"#,
                ["breaking: the value: string or null was allowed, now only string"]
            ),
            (
                #"{"type": "number"}"#, #"{"type": "integer"}"#,
                ["breaking: the value: number was allowed, now only integer"]
            ),
            (
                #"{"enum": ["a", "b"]}"#, #"{"enum": ["b", "c"]}"#,
                [#"breaking: the value: "a" is no longer allowed"#, #"safe: the value: "c" is allowed as well"#]
            ),
            (
                #"{"type": "string"}"#, #"{"type": "string", "enum": ["b"]}"#,
                ["breaking: the value: only listed values are allowed now"]
            ),
            (#"{"maxLength": 5}"#, #"{"maxLength": 4}"#, ["breaking: the value: maxLength is 4, was 5"]),
            (#"{"minimum": 5}"#, #"{"minimum": 4}"#, ["safe: the value: minimum is 4, was 5"]),
            (#"{"pattern": "a"}"#, "{}", [#"safe: the value: pattern was "a", is absent"#]),
            ("{}", #"{"pattern": "a"}"#, [#"breaking: the value: pattern is "a", was absent"#]),
            (
                #"{"properties": {"a": {}}, "additionalProperties": false}"#,
                #"{"properties": {"a": {}, "b/c": {}}, "additionalProperties": false}"#,
                ["safe: /b~1c: the property is new"]
            ),
            (
                #"{"properties": {"a": {}}, "additionalProperties": false}"#,
                #"{"properties": {}, "additionalProperties": false}"#,
                ["breaking: /a: the property is no longer allowed"]
            ),
            (
                #"{"properties": {"a": {}}}"#, #"{"properties": {"a": {}}, "required": ["a"]}"#,
                ["breaking: /a: the property is required now"]
            ),
            (
                #"{"properties": {"a": {}}}"#, #"{"properties": {"a": {}}, "additionalProperties": false}"#,
                ["breaking: the value: other properties are no longer allowed"]
            ),
            (
                #"{"properties": {"a": {"items": {"type": "string"}}}}"#,
                #"{"properties": {"a": {"items": {"type": "boolean"}}}}"#,
                ["breaking: /a/*: string was allowed, now only boolean"]
            ),
            (
                #"{"anyOf": [{"type": "string"}]}"#, #"{"anyOf": [{"type": "number"}]}"#,
                [#"dangerous: the value: anyOf is [{"type":"number"}], was [{"type":"string"}]"#]
            ),
            (
                ##"{"$ref": "#/$defs/A", "$defs": {"A": {"properties": {"n": {"$ref": "#/$defs/A"}, "x": {}}}}}"##,
                ##"{"properties": {"n": {"$ref": "#"}, "x": {"type": "null"}}}"##,
                ["breaking: /x: number or string or boolean or array or object or null was allowed, now only null"]
            ),
        ])
    func differences(_ old: String, _ new: String, _ expected: [String]) throws {
        #expect(try changes(old, new) == expected)
    }
}

@Suite("The difference of two texts")
struct LineDifferenceTests {
    @Test("shows the lines that changed with their numbers")
    func lines() {
        let old = Array("a\nb\nc\nd\n".utf8)
        let new = Array("a\nB\nc\nd\ne\n".utf8)
        #expect(LineDifference(from: old, to: new)?.description == "-2: b\n+2: B\n+5: e")
        #expect(LineDifference(from: old, to: old) == nil)
        #expect(LineDifference(from: Array("a".utf8), to: Array("a\n".utf8))?.description == "+2: ")
    }

    @Test("stays short whatever the texts are")
    func bounded() throws {
        let old = (0..<5_000).map { "old \($0)" }.joined(separator: "\n")
        let new = (0..<7_000).map { "new \($0)" }.joined(separator: "\n")
        let difference = try #require(LineDifference(from: Array(old.utf8), to: Array(new.utf8)))
        let lines = difference.description.split(separator: "\n")
        #expect(lines.count == LineDifference.maximumLines + 1)
        #expect(lines.last == "and 11940 lines more")
    }
}
