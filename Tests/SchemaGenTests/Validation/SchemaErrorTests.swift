import JSON
import SchemaGen
import Testing

@Suite struct SchemaErrorTests {
    @Test(
        "a schema that cannot be used is refused with the place of the mistake",
        arguments: [
            ("1", .notAnObject, ""), (#"{"type":"strin"}"#, .keyword, "/type"), (#"{"type":[]}"#, .keyword, "/type"),
            (#"{"properties":{"a":{"minimum":"1"}}}"#, .keyword, "/properties/a/minimum"),
            (#"{"properties":{"a":1}}"#, .keyword, "/properties/a"), (#"{"allOf":[]}"#, .keyword, "/allOf"),
            (#"{"anyOf":{}}"#, .keyword, "/anyOf"), (#"{"required":"a"}"#, .keyword, "/required"),
            (#"{"required":[1]}"#, .keyword, "/required"), (#"{"enum":1}"#, .keyword, "/enum"),
            (#"{"multipleOf":0}"#, .keyword, "/multipleOf"), (#"{"multipleOf":-1}"#, .keyword, "/multipleOf"),
            (#"{"minLength":-1}"#, .keyword, "/minLength"), (#"{"minLength":1.5}"#, .keyword, "/minLength"),
            (#"{"uniqueItems":1}"#, .keyword, "/uniqueItems"), (#"{"items":[{}]}"#, .keyword, "/items"),
            (#"{"pattern":"("}"#, .keyword, "/pattern"),
            (#"{"patternProperties":{"[":{}}}"#, .keyword, "/patternProperties/["),
            (#"{"pattern":"(a)\\1"}"#, .keyword, "/pattern"), (##"{"$recursiveRef":"#"}"##, .keyword, "/$recursiveRef"),
            (##"{"$ref":"#/$defs/x"}"##, .danglingReference, "/$ref"),
            (##"{"$ref":"#x"}"##, .danglingReference, "/$ref"),
            (#"{"items":{"$ref":"other.json"}}"#, .remoteReference, "/items/$ref"),
            (##"{"$ref":"http://json-schema.org/draft-07/schema#"}"##, .remoteReference, "/$ref"),
            (##"{"$ref":"#"}"##, .circularReference, ""),
            (
                ##"{"$ref":"#/$defs/a","$defs":{"a":{"allOf":[{"$ref":"#/$defs/a"}]}}}"##, .circularReference,
                "/$defs/a/allOf/0"
            ),
            (##"{"$schema":"http://json-schema.org/draft-04/schema#"}"##, .dialect, "/$schema"),
        ] as [(String, SchemaGenError.Code, String)]
    )
    func mistakes(text: String, code: SchemaGenError.Code, pointer: String) throws {
        let schema = try JSONValue(parsing: text)
        let error = #expect(throws: SchemaGenError.self) { try ValueValidator(schema: schema) }
        #expect(error?.code == code)
        #expect(error?.pointer == pointer)
        #expect(error?.found.isEmpty == false && error?.expected.isEmpty == false)
    }

    @Test("subschemas nested too deeply are refused")
    func nesting() {
        var schema: JSONValue = true
        for _ in 0..<400 { schema = ["items": schema] }
        let error = #expect(throws: SchemaGenError.self) { try ValueValidator(schema: schema) }
        #expect(error?.code == .nesting)
    }
}
