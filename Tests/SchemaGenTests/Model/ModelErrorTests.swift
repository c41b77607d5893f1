import JSON
import Testing

@testable import SchemaGen

@Suite("Reading a model refuses")
struct ModelErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var code: SchemaGenError.Code
        var pointer: String
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "text that is no JSON", text: ##"{"type": }"##, code: .syntax, pointer: ""),
        Case(name: "an empty text", text: "", code: .syntax, pointer: ""),
        Case(
            name: "a property that is there twice",
            text: ##"{"properties": {"a": {}, "b": [{"c": 1, "d": {"c": 2}}], "\u0061": {}}}"##,
            code: .syntax,
            pointer: "/properties/a"
        ),
        Case(name: "an array", text: "[]", code: .notAnObject, pointer: ""),
        Case(name: "a boolean schema as the root", text: "true", code: .notAnObject, pointer: ""),
        Case(
            name: "an unknown dialect",
            text: ##"{"$schema": "http://json-schema.org/draft-04/schema#"}"##,
            code: .dialect,
            pointer: "/$schema"
        ),
        Case(name: "an unknown type", text: ##"{"type": "text"}"##, code: .keyword, pointer: "/type"),
        Case(
            name: "a type that is a number",
            text: ##"{"properties": {"a": {"type": 1}}}"##,
            code: .keyword,
            pointer: "/properties/a/type"
        ),
        Case(
            name: "a reference to nothing",
            text: ##"{"properties": {"a": {"$ref": "#/$defs/A"}}}"##,
            code: .danglingReference,
            pointer: "/properties/a/$ref"
        ),
        Case(
            name: "an anchor that is not there",
            text: ##"{"properties": {"a": {"$ref": "#a"}}}"##,
            code: .danglingReference,
            pointer: "/properties/a/$ref"
        ),
        Case(
            name: "a remote reference",
            text: ##"{"properties": {"a": {"$ref": "https://example.com/a.json"}}}"##,
            code: .remoteReference,
            pointer: "/properties/a/$ref"
        ),
        Case(
            name: "a reference to another file",
            text: ##"{"properties": {"a": {"$ref": "other.json#/$defs/A"}}}"##,
            code: .remoteReference,
            pointer: "/properties/a/$ref"
        ),
        Case(
            name: "a reference of the root to itself",
            text: ##"{"$ref": "#"}"##,
            code: .circularReference,
            pointer: ""
        ),
        Case(
            name: "references in a ring",
            text:
                ##"{"properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"$ref": "#/$defs/B"}, "B": {"allOf": [{"$ref": "#/$defs/A"}]}}}"##,
            code: .circularReference,
            pointer: "/$defs/B/allOf/0"
        ),
        Case(
            name: "a union that contains itself",
            text: ##"{"anyOf": [{"type": "string"}, {"$ref": "#"}]}"##,
            code: .circularReference,
            pointer: "/anyOf/1"
        ),
        Case(
            name: "a constant of another type",
            text: ##"{"type": "string", "const": 1}"##,
            code: .contradiction,
            pointer: "/const"
        ),
        Case(
            name: "an enum of another type",
            text: ##"{"properties": {"a": {"type": "string", "enum": [1, 2]}}}"##,
            code: .contradiction,
            pointer: "/properties/a/enum"
        ),
        Case(name: "an empty enum", text: ##"{"enum": []}"##, code: .contradiction, pointer: "/enum"),
        Case(
            name: "a minimum above the maximum",
            text: ##"{"type": "number", "minimum": 5, "maximum": 1}"##,
            code: .contradiction,
            pointer: ""
        ),
        Case(
            name: "a misspelt keyword",
            text: ##"{"type": "object", "requird": ["a"]}"##,
            code: .keyword,
            pointer: "/requird"
        ),
        Case(
            name: "a keyword of the other dialect",
            text: ##"{"dependencies": {"a": ["b"]}}"##,
            code: .keyword,
            pointer: "/dependencies"
        ),
        Case(
            name: "a tuple as draft-07 writes it in 2020-12",
            text: ##"{"type": "array", "items": [{}]}"##,
            code: .keyword,
            pointer: "/items"
        ),
        Case(
            name: "prefixItems in draft-07",
            text: ##"{"$schema": "http://json-schema.org/draft-07/schema#", "prefixItems": [{}]}"##,
            code: .keyword,
            pointer: "/prefixItems"
        ),
        Case(
            name: "exclusiveMinimum as draft-04 writes it",
            text: ##"{"minimum": 1, "exclusiveMinimum": true}"##,
            code: .keyword,
            pointer: "/exclusiveMinimum"
        ),
        Case(
            name: "required as draft-03 writes it",
            text: ##"{"properties": {"a": {"required": true}}}"##,
            code: .keyword,
            pointer: "/properties/a/required"
        ),
        Case(
            name: "a property that is no schema",
            text: ##"{"properties": {"a/b": 1}}"##,
            code: .keyword,
            pointer: "/properties/a~1b"
        ),
        Case(name: "an empty anyOf", text: ##"{"anyOf": []}"##, code: .keyword, pointer: "/anyOf"),
    ]

    @Test(arguments: cases)
    func oneClearErrorForEach(_ wrong: Case) {
        let error = #expect(throws: SchemaGenError.self) { try Model(text: Array(wrong.text.utf8), file: "model.json") }
        #expect(error?.code == wrong.code)
        #expect(error?.pointer == wrong.pointer)
        #expect(error?.file == "model.json")
        #expect(error?.found.isEmpty == false && error?.expected.isEmpty == false)
    }

    @Test(arguments: [600, 10_000, 200_000])
    func deepNestingInJSON(_ levels: Int) {
        let text = String(repeating: #"{"items":"#, count: levels) + "{}" + String(repeating: "}", count: levels)
        let error = #expect(throws: SchemaGenError.self) { try Model(text: Array(text.utf8)) }
        #expect(error?.code == .nesting)
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "&a ["])
    func deepNestingInYAML(_ level: String) {
        let text = "items: " + (level == "- " || level == "? " ? "\n  " : "") + String(repeating: level, count: 10_000)
        let error = #expect(throws: SchemaGenError.self) { try Model(text: Array(text.utf8), file: "deep.yaml") }
        #expect(error?.code == .nesting)
    }

    @Test("nesting by indentation in YAML")
    func indentedNesting() {
        let lines = (0..<2_000).map { String(repeating: " ", count: $0) + "items:" }
        let error = #expect(throws: SchemaGenError.self) {
            try Model(text: Array(lines.joined(separator: "\n").utf8), file: "deep.yaml")
        }
        #expect(error?.code == .nesting)
    }

    @Test("aliases that multiply in YAML")
    func aliasBomb() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(items)]\n"
        }
        let error = #expect(throws: SchemaGenError.self) { try Model(text: Array(text.utf8), file: "bomb.yaml") }
        #expect(error?.code == .size)
    }

    @Test("a deep ring of definitions is found without recursion")
    func longRing() throws {
        var definitions: [String] = []
        let count = 20_000
        for index in 0..<count {
            definitions.append(##""D\##(index)": {"$ref": "#/$defs/D\##((index + 1) % count)"}"##)
        }
        let text = ##"{"$ref": "#/$defs/D0", "$defs": {\##(definitions.joined(separator: ","))}}"##
        let error = #expect(throws: SchemaGenError.self) { try Model(text: Array(text.utf8)) }
        #expect(error?.code == .circularReference)
    }

    @Test("every prefix of a model gives an error or a model, never a trap")
    func prefixes() {
        let text = Array(
            ##"{"$id": "http://x/y", "type": ["object", "null"], "properties": {"a": {"$ref": "#/$defs/A%20b"}, "é": {"enum": ["x", null, 1.5e3]}}, "$defs": {"A b": {"type": "array", "items": {"$ref": "#"}}}}"##
                .utf8
        )
        for end in 0..<text.count {
            _ = try? Model(text: Array(text[..<end]))
            _ = try? Model(text: Array(text[..<end]), file: "a.yaml")
        }
        #expect(throws: Never.self) { try Model(text: text) }
    }
}
