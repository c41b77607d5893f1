import JSON
import SchemaGen
import Testing

@Suite struct IssueTests {
    private func issues(_ schema: JSONValue, _ value: String, maximum: Int = 50) throws -> [String] {
        let validator = try ValueValidator(schema: schema, options: .init(assertsFormats: true, maximumIssues: maximum))
        return validator.issues(in: Array(value.utf8).span).map { "\($0.pointer) \($0.keyword)" }
    }

    @Test("every issue is reported, with the place in the value and the keyword")
    func allIssues() throws {
        let schema: JSONValue = [
            "type": "object", "required": ["id", "x"], "additionalProperties": false,
            "properties": [
                "id": ["type": "string", "minLength": 3, "pattern": "^a"], "n": ["minimum": 5, "multipleOf": 2],
                "list": ["items": ["type": "integer"], "uniqueItems": true], "a/b": ["enum": [1, 2]],
                "mail": ["format": "email"],
            ],
        ]
        let value = #"{"id":"b","n":3,"list":[1,"x",1],"a/b":3,"mail":"nobody","more":1,"even":2}"#
        #expect(
            try issues(schema, value) == [
                "/id minLength", "/id pattern", "/n minimum", "/n multipleOf", "/list/1 type", "/list uniqueItems",
                "/a~1b enum", "/mail format", " additionalProperties", " required",
            ]
        )
        #expect(try issues(schema, value, maximum: 3).count == 3)
    }

    @Test("what fits no alternative says why for the one that was meant")
    func alternatives() throws {
        let schema: JSONValue = [
            "anyOf": [
                ["type": "object", "properties": ["kind": ["const": "a"], "n": ["type": "integer"]]],
                ["type": "object", "properties": ["kind": ["const": "b"], "n": ["type": "string"]]],
                ["type": "null"],
            ]
        ]
        #expect(try issues(schema, #"{"kind":"b","n":1}"#) == [" anyOf", "/n type"])
        #expect(try issues(schema, #"{"kind":"c","n":1}"#) == [" anyOf"])
        #expect(try issues(schema, "1") == [" anyOf"])
        #expect(try issues(["oneOf": [["type": "integer"], ["minimum": 1]]], "2") == [" oneOf"])
    }

    @Test("issues never hold what the value says")
    func secrecy() throws {
        let schema: JSONValue = [
            "properties": ["a": ["const": "x"], "b": ["maxLength": 1], "c": ["maximum": 1], "d": ["pattern": "^$"]]
        ]
        let value = #"{"a":"SECRET","b":"SECRET","c":133742,"d":"SECRET"}"#
        let found = try ValueValidator(schema: schema).issues(in: Array(value.utf8).span)
        #expect(found.count == 4)
        for issue in found {
            #expect(!issue.description.contains("SECRET") && !issue.description.contains("133742"))
        }
        #expect(found[1].found == "a string of 6 characters")
    }

    @Test("text that is no JSON is one issue with its place", arguments: ["", "{", "[1,]", "\u{FF}", "{\"a\":1} x"])
    func syntax(text: String) throws {
        let validator = try ValueValidator(schema: true)
        let found = validator.issues(in: Array(text.utf8).span)
        #expect(found.map(\.keyword) == ["syntax"])
        let isValid = validator.isValid(Array(text.utf8).span)
        #expect(!isValid)
        let bytes: [UInt8] = [0x22, 0xFF, 0x22]
        #expect(validator.issues(in: bytes.span).map(\.keyword) == ["syntax"])
    }

    @Test("values nested deeper than the limit are refused, and deep ones cost no stack")
    func depth() throws {
        let schema: JSONValue = ["items": ["$ref": "#"], "type": "array"]
        let validator = try ValueValidator(schema: schema)
        for (depth, expected) in [(512, []), (513, ["syntax"]), (100_000, ["syntax"])] {
            let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            #expect(validator.issues(in: Array(text.utf8).span).map(\.keyword) == expected)
        }
    }

    @Test(
        "a schema that applies many subschemas at every level of a deep value reaches a limit, not the end of the stack"
    )
    func manyFrames() throws {
        var schema: JSONValue = ["items": ["$ref": "#"], "properties": ["a": ["$ref": "#"]]]
        for _ in 0..<7 { schema = ["allOf": [schema]] }
        let validator = try ValueValidator(schema: schema)
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            for (depth, expected) in [(100, []), (512, ["complexity"])] {
                let text = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
                #expect(validator.issues(in: Array(text.utf8).span).map(\.keyword) == expected)
            }
        }
    }

    @Test("reaching a limit under a negation does not make a value fit")
    func limitUnderNegation() throws {
        var schema: JSONValue = ["items": ["$ref": "#/$defs/a"], "type": "array"]
        for _ in 0..<7 { schema = ["allOf": [schema]] }
        let validator = try ValueValidator(schema: ["not": ["$ref": "#/$defs/a"], "$defs": ["a": schema]])
        let text = Array((String(repeating: "[", count: 500) + String(repeating: "]", count: 500)).utf8)
        #expect(validator.issues(in: text.span).map(\.keyword) == ["complexity"])
        let isValid = validator.isValid(text.span)
        #expect(!isValid)
    }

    @Test("a hundred thousand elements that all differ are told to in one pass")
    func manyElements() throws {
        let validator = try ValueValidator(schema: ["uniqueItems": true])
        var text = "[" + (0..<100_000).map { #"{"a":\#($0)}"# }.joined(separator: ",")
        let unique = validator.isValid(Array((text + "]").utf8).span)
        text += #",{"a":99999.0}]"#
        let repeated = validator.isValid(Array(text.utf8).span)
        #expect(unique && !repeated)
    }

    @Test("recursion through alternatives stays linear in the value")
    func recursiveAlternatives() throws {
        let node: JSONValue = [
            "anyOf": [
                ["type": "object", "required": ["x"], "properties": ["n": ["$ref": "#/$defs/node"]]],
                ["type": "object", "required": ["y"], "properties": ["n": ["$ref": "#/$defs/node"]]],
                ["type": "object", "properties": ["n": ["$ref": "#/$defs/node"]], "additionalProperties": false],
            ]
        ]
        let validator = try ValueValidator(schema: ["$ref": "#/$defs/node", "$defs": ["node": node]])
        let text = String(repeating: #"{"n":"#, count: 300) + "1" + String(repeating: "}", count: 300)
        let issues = validator.issues(in: Array(text.utf8).span)
        #expect(!issues.isEmpty && !issues.contains { $0.keyword == "complexity" })
    }

    @Test("a subschema has a validator of its own")
    func subschemas() throws {
        let document = try CompiledSchemaDocument([
            "anyOf": [["type": "string"], ["$ref": "#/$defs/n"]], "$defs": ["n": ["type": "integer"]],
        ])
        let number = try document.validator(at: JSONPointer("/anyOf/1"))
        let fits = number.isValid(Array("1".utf8).span)
        let fitsNot = number.isValid(Array("\"a\"".utf8).span)
        #expect(fits && !fitsNot)
        #expect(throws: SchemaGenError.self) { try document.validator(at: JSONPointer("/anyOf/2")) }
        #expect(throws: SchemaGenError.self) { try document.validator(at: JSONPointer("/anyOf")) }
    }
}
