import JSON
import SchemaGen
import Testing

@Suite struct KeywordTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var schema: String
        var valid: [String]
        var invalid: [String]
        var testDescription: String { schema }

        init(_ schema: String, valid: [String], invalid: [String]) {
            self.schema = schema
            self.valid = valid
            self.invalid = invalid
        }
    }

    private func check(_ item: Case, dialect: String) throws {
        guard case .object(var members) = try JSONValue(parsing: item.schema) else { return }
        members["$schema"] = .string(dialect)
        let validator = try ValueValidator(schema: .object(members))
        for (values, expected) in [(item.valid, true), (item.invalid, false)] {
            for value in values {
                let bytes = Array(value.utf8)
                let issues = validator.issues(in: bytes.span)
                #expect(issues.isEmpty == expected, "\(value): \(issues)")
                let isValid = validator.isValid(bytes.span)
                #expect(isValid == expected, "\(value)")
            }
        }
    }

    @Test(
        "keywords of both drafts",
        arguments: [
            Case(
                #"{"type":"integer"}"#,
                valid: ["1", "1.0", "1e30", "-0"],
                invalid: ["1.5", #""1""#, "null", "1e-1"]
            ),
            Case(#"{"type":["string","null"]}"#, valid: ["null", #""""#], invalid: ["0", "[]", "{}", "false"]),
            Case(
                #"{"minimum":9007199254740993,"maximum":9007199254740993.5}"#,
                valid: ["9007199254740993", "9007199254740993.25", #""x""#],
                invalid: ["9007199254740992", "9007199254740992.999999999999", "9007199254740994"]
            ),
            Case(
                #"{"exclusiveMinimum":0,"exclusiveMaximum":1}"#,
                valid: ["0.5", "1e-400"],
                invalid: ["0", "1", "-0.0"]
            ),
            Case(#"{"multipleOf":0.01}"#, valid: ["19.99", "1e308", "0"], invalid: ["19.999", "1e-3"]),
            Case(#"{"multipleOf":3}"#, valid: ["9", "9.0", "3e999999999"], invalid: ["10", "9.5"]),
            Case(
                #"{"minLength":2,"maxLength":3}"#,
                valid: [#""ab""#, #""🚀🚀🚀""#, #""\ud83d\ude80\u0041""#, #""\u0041\u0042\u0043""#, "1"],
                invalid: [#""a""#, #""🚀""#, #""abcd""#, #""\ud83d\ude80""#, #""\u0041\u0042\u0043\u0044""#]
            ),
            Case(
                #"{"enum":["a",1,null,[1,{"b":2}],{"c":[]}]}"#,
                valid: [#""a""#, #""\u0061""#, "1.0", "null", #"[1.0,{"b":2e0}]"#, #"{ "c" : [ ] }"#],
                invalid: [#""b""#, "2", "true", #"[1,{"b":3}]"#, #"[{"b":2},1]"#, #"{"c":[],"d":1}"#, "[]"]
            ),
            Case(#"{"const":{"a":1,"b":2}}"#, valid: [#"{"b":2,"a":1}"#], invalid: [#"{"a":1}"#, #"{"a":1,"c":2}"#]),
            Case(#"{"enum":[1,2],"const":2}"#, valid: ["2"], invalid: ["1", "3"]),
            Case(#"{"enum":[1,2],"const":3}"#, valid: [], invalid: ["1", "3"]),
            Case(
                #"{"required":["a"],"properties":{"a":{"type":"string"}},"additionalProperties":false}"#,
                valid: [#"{"a":""}"#, #"{"\u0061":""}"#, "[]"],
                invalid: ["{}", #"{"a":1}"#, #"{"a":"","b":1}"#, #"{"a":"","a":1}"#]
            ),
            Case(
                #"{"patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":{"type":"string"}}"#,
                valid: [#"{"x-a":1,"b":"c"}"#, #"{"\u0078-a":1}"#],
                invalid: [#"{"x-a":"1"}"#, #"{"b":1}"#]
            ),
            Case(#"{"propertyNames":{"maxLength":1}}"#, valid: [#"{"a":1}"#, "{}"], invalid: [#"{"ab":1}"#]),
            Case(
                #"{"minProperties":1,"maxProperties":2}"#,
                valid: [#"{"a":1}"#],
                invalid: ["{}", #"{"a":1,"b":2,"c":3}"#]
            ),
            Case(
                #"{"items":{"type":"integer"},"minItems":1,"maxItems":2}"#,
                valid: ["[1]"],
                invalid: ["[]", "[1,2,3]", "[1,null]"]
            ),
            Case(
                #"{"uniqueItems":true}"#,
                valid: [
                    "[]", "[1,2]", #"[1,"1",true,[1],{"a":1}]"#, #"[{"a":1,"b":2},{"a":1,"b":3}]"#, "[0,false,null]",
                ],
                invalid: [
                    "[1,1.0]", #"["a","\u0061"]"#, #"[{"a":1,"b":[2]},{"b":[2.0],"a":1}]"#, "[[[]],[[]]]",
                    "[null,null]",
                ]
            ),
            Case(#"{"contains":{"const":1}}"#, valid: ["[0,1]"], invalid: ["[]", "[0]"]),
            Case(#"{"allOf":[{"minimum":1},{"maximum":2}]}"#, valid: ["1", "2"], invalid: ["0", "3"]),
            Case(#"{"anyOf":[{"type":"string"},{"minimum":1}]}"#, valid: [#""""#, "1", "null"], invalid: ["0"]),
            Case(#"{"oneOf":[{"multipleOf":2},{"multipleOf":3}]}"#, valid: ["2", "3"], invalid: ["6", "5"]),
            Case(#"{"not":{"type":"string"}}"#, valid: ["1"], invalid: [#""""#]),
            Case(#"{"not":{}}"#, valid: [], invalid: ["1", "null", "{}"]),
            Case(
                #"{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}"#,
                valid: [#"{"a":1,"b":1}"#, #"{"c":1}"#],
                invalid: [#"{"a":1}"#, "{}"]
            ),
            Case(#"{"type":"string","nullable":true}"#, valid: ["null", #""""#], invalid: ["1"]),
            Case(
                ##"{"properties":{"next":{"$ref":"#"}},"additionalProperties":false}"##,
                valid: [#"{"next":{"next":{}}}"#],
                invalid: [#"{"next":{"next":{"x":1}}}"#]
            ),
        ]
    )
    func common(item: Case) throws {
        try check(item, dialect: "https://json-schema.org/draft/2020-12/schema")
        try check(item, dialect: "http://json-schema.org/draft-07/schema#")
    }

    @Test(
        "keywords of draft 2020-12",
        arguments: [
            Case(
                #"{"prefixItems":[{"type":"string"}],"items":{"type":"integer"}}"#,
                valid: [#"["a",1]"#, "[]", #"["a"]"#],
                invalid: ["[1]", #"["a","b"]"#]
            ),
            Case(#"{"prefixItems":[true],"items":false}"#, valid: ["[1]"], invalid: ["[1,2]"]),
            Case(
                #"{"contains":{"const":1},"minContains":2,"maxContains":3}"#,
                valid: ["[1,1]"],
                invalid: ["[1]", "[1,1,1,1]"]
            ),
            Case(#"{"contains":{"const":1},"minContains":0}"#, valid: ["[]"], invalid: []),
            Case(
                #"{"dependentRequired":{"a":["b"]}}"#,
                valid: [#"{"b":1}"#, #"{"a":1,"b":1}"#],
                invalid: [#"{"a":1}"#]
            ),
            Case(#"{"dependentSchemas":{"a":{"required":["b"]}}}"#, valid: ["{}"], invalid: [#"{"a":1}"#]),
            Case(
                #"{"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false}"#,
                valid: [#"{"a":1}"#],
                invalid: [#"{"a":1,"b":2}"#]
            ),
            Case(
                #"{"anyOf":[{"required":["a"],"properties":{"a":true}},{"properties":{"b":true}}],"unevaluatedProperties":false}"#,
                valid: [#"{"a":1,"b":2}"#, #"{"b":2}"#],
                invalid: [#"{"c":1}"#]
            ),
            Case(
                #"{"not":{"not":{"properties":{"a":true}}},"unevaluatedProperties":false}"#,
                valid: ["{}"],
                invalid: [#"{"a":1}"#]
            ),
            Case(
                #"{"contains":{"type":"string"},"unevaluatedItems":false}"#,
                valid: [#"["a"]"#],
                invalid: [#"["a",1]"#]
            ),
            Case(
                ##"{"$ref":"#/$defs/a","minimum":3,"$defs":{"a":{"type":"integer"}}}"##,
                valid: ["3"],
                invalid: ["2", "3.5"]
            ),
            Case(
                #"{"$id":"https://example.com/a","$ref":"b#c","$defs":{"x":{"$id":"b","$defs":{"y":{"$anchor":"c","const":1}}}}}"#,
                valid: ["1"],
                invalid: ["2"]
            ),
            Case(
                ##"{"$id":"http://e/tree","$dynamicAnchor":"n","properties":{"c":{"items":{"$dynamicRef":"#n"}}},"type":"object"}"##,
                valid: [#"{"c":[{"c":[]}]}"#],
                invalid: [#"{"c":[{"c":[1]}]}"#]
            ),
        ]
    )
    func recent(item: Case) throws { try check(item, dialect: "https://json-schema.org/draft/2020-12/schema") }

    @Test(
        "keywords of draft-07",
        arguments: [
            Case(
                #"{"items":[{"type":"string"}],"additionalItems":{"type":"integer"}}"#,
                valid: [#"["a",1]"#],
                invalid: ["[1]", #"["a","b"]"#]
            ),
            Case(#"{"items":{},"additionalItems":false}"#, valid: ["[1,2]"], invalid: []),
            Case(
                #"{"dependencies":{"a":["b"],"c":{"required":["d"]}}}"#,
                valid: [#"{"a":1,"b":1}"#, #"{"c":1,"d":1}"#],
                invalid: [#"{"a":1}"#, #"{"c":1}"#]
            ),
            Case(
                ##"{"definitions":{"a":{"$id":"#x","type":"integer"}},"allOf":[{"$ref":"#x","maximum":1}]}"##,
                valid: ["5"],
                invalid: ["5.5"]
            ),
            Case(#"{"prefixItems":[false],"unevaluatedItems":false}"#, valid: ["[1]"], invalid: []),
        ]
    )
    func early(item: Case) throws { try check(item, dialect: "http://json-schema.org/draft-07/schema#") }

    @Test(
        "references as zod-to-json-schema 3.21 writes them lead where they mean to",
        arguments: ["#/", "#/properties/a/b", "#/properties/a%b", "#/properties/a~b", "#/properties/50%25"]
    )
    func faultyReferences(reference: String) throws {
        let schema: JSONValue = [
            "$schema": "http://json-schema.org/draft-07/schema#", "type": ["object", "integer"],
            "properties": [
                "a/b": ["type": "integer"], "a%b": ["type": "integer"], "a~b": ["type": "integer"],
                "50%": ["type": "integer"], "r": ["$ref": .string(reference)],
            ],
        ]
        let validator = try ValueValidator(schema: schema)
        let isValid = validator.isValid(Array(#"{"r":1}"#.utf8).span)
        let isInvalid = validator.isValid(Array(#"{"r":"x"}"#.utf8).span)
        #expect(isValid && !isInvalid)
    }
}
