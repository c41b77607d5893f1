import JSON
import SchemaGen
import Testing

@Suite struct DefaultsTests {
    @Test(
        "absent properties get their defaults, what is there stays as it is",
        arguments: [
            (#"{"properties":{"a":{"default":1},"b":{"default":"x"}}}"#, "{}", #"{"a":1,"b":"x"}"#),
            (#"{"properties":{"a":{"default":1}}}"#, #"{"a":null}"#, nil),
            (#"{"properties":{"a":{"default":1}}}"#, #"{"\u0061":2}"#, nil),
            (
                #"{"properties":{"a":{"default":1.50}}}"#, #"{ "z" : 1.00 , "y":"s" }"#,
                #"{ "z" : 1.00 , "y":"s","a":1.50 }"#
            ),
            (#"{"properties":{"a":{"default":1}}}"#, "[]", nil), (#"{"properties":{"a":{"default":1}}}"#, "{", nil),
            (#"{"properties":{"a":{"type":"integer"}}}"#, "{}", nil),
            (#"{"properties":{"o":{"properties":{"a":{"default":1}}}}}"#, #"{"o":{}}"#, #"{"o":{"a":1}}"#),
            (#"{"properties":{"o":{"properties":{"a":{"default":1}}}}}"#, "{}", nil),
            (#"{"properties":{"o":{"default":{},"properties":{"a":{"default":1}}}}}"#, "{}", #"{"o":{"a":1}}"#),
            (
                #"{"items":{"properties":{"a":{"default":1}}}}"#, #"[{},{"a":2},3,{"b":""}]"#,
                #"[{"a":1},{"a":2},3,{"b":"","a":1}]"#
            ),
            (#"{"prefixItems":[{"properties":{"a":{"default":1}}}]}"#, "[{},{}]", #"[{"a":1},{}]"#),
            (
                #"{"allOf":[{"properties":{"a":{"default":1}}},{"properties":{"a":{"default":2},"b":{"default":3}}}]}"#,
                "{}",
                #"{"a":1,"b":3}"#
            ),
            (##"{"$ref":"#/$defs/x","$defs":{"x":{"properties":{"a":{"default":1}}}}}"##, "{}", #"{"a":1}"#),
            (##"{"properties":{"a":{"$ref":"#/$defs/x"}},"$defs":{"x":{"default":[]}}}"##, "{}", #"{"a":[]}"#),
            (#"{"additionalProperties":{"properties":{"a":{"default":1}}}}"#, #"{"k":{}}"#, #"{"k":{"a":1}}"#),
            (
                #"{"patternProperties":{"^k":{"properties":{"a":{"default":1}}}}}"#, #"{"k":{},"j":{}}"#,
                #"{"k":{"a":1},"j":{}}"#
            ),
            (
                #"{"anyOf":[{"required":["x"],"properties":{"a":{"default":1}}},{"properties":{"a":{"default":2}}}]}"#,
                "{}",
                #"{"a":2}"#
            ),
            (
                #"{"anyOf":[{"required":["a"],"properties":{"a":{"default":1}}},{"properties":{"b":{"default":2}}}]}"#,
                "{}",
                #"{"a":1}"#
            ),
            (
                #"{"if":{"required":["x"]},"then":{"properties":{"a":{"default":1}}},"else":{"properties":{"a":{"default":2}}}}"#,
                #"{"x":0}"#, #"{"x":0,"a":1}"#
            ),
            (#"{"properties":{"a\"b/c":{"default":1}}}"#, "{}", #"{"a\"b/c":1}"#),
            (
                ##"{"properties":{"next":{"$ref":"#"},"n":{"default":0}}}"##, #"{"next":{"next":{}}}"#,
                #"{"next":{"next":{"n":0},"n":0},"n":0}"#
            ),
        ] as [(String, String, String?)]
    )
    func filling(schema: String, value: String, expected: String?) throws {
        let validator = try ValueValidator(schema: JSONValue(parsing: schema))
        let filled = validator.fillingDefaults(Array(value.utf8).span)
        #expect(filled.map { String(decoding: $0, as: UTF8.self) } == expected)
        if let filled { #expect(validator.fillingDefaults(filled.span) == nil) }
    }

    @Test("in draft-07 a default beside a reference counts")
    func besideReference() throws {
        let validator = try ValueValidator(schema: [
            "$schema": "http://json-schema.org/draft-07/schema#",
            "properties": ["a": ["$ref": "#/definitions/x", "default": 1]], "definitions": ["x": ["type": "integer"]],
        ])
        #expect(validator.fillingDefaults(Array("{}".utf8).span) == Array(#"{"a":1}"#.utf8))
    }

    @Test("the deepest values get their defaults")
    func depth() throws {
        let validator = try ValueValidator(schema: [
            "allOf": [["properties": ["a": ["$ref": "#"], "n": ["default": 0]]]]
        ])
        let text = String(repeating: #"{"a":"#, count: 511) + "{}" + String(repeating: "}", count: 511)
        let filled = validator.fillingDefaults(Array(text.utf8).span)
        let expected =
            String(repeating: #"{"a":"#, count: 511) + #"{"n":0}"# + String(repeating: #","n":0}"#, count: 511)
        #expect(filled.map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test("a default that asks for itself ends")
    func recursion() throws {
        let validator = try ValueValidator(schema: [
            "properties": ["a": ["$ref": "#", "default": [:]], "b": ["$ref": "#", "default": [:]]]
        ])
        let filled = validator.fillingDefaults(Array("{}".utf8).span)
        #expect((filled?.count ?? 0) < 1_000_000)
        #expect(filled != nil)
    }
}
