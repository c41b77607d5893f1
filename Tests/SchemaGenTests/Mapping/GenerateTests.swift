import GraphQLEngine
import JSON
import Testing

@testable import SchemaGen

/// The generated schema of one model in the namespace `kv`.
func generated(_ text: String, integers: APIDefinition.IntegerMapping = .long) throws -> GeneratedSchema {
    let model = try Model(text: Array(text.utf8))
    return try generate([APIDefinition(namespace: "kv", model: model, integers: integers)])
}

@Suite("The default schema")
struct GenerateTests {
    private let token = #"{"type": "object", "properties": {"token": {"type": "string"}}, "required": ["token"]}"#

    private func definition(
        _ namespace: String,
        _ text: String? = nil,
        _ compatibility: APIDefinition.Compatibility = .none
    ) throws -> APIDefinition {
        let model = try Model(text: Array((text ?? token).utf8), file: "\(namespace).json")
        return APIDefinition(namespace: namespace, model: model, compatibility: compatibility)
    }

    @Test("has WunderGraph's root fields, each with a tag of its own")
    func rootFields() throws {
        let schema = try generated(token)
        let operations = KeyValueOperation.allCases.filter { $0.rootKind != nil }
        #expect(schema.apis[0].rootFields.map(\.name) == operations.map { "kv_\($0.rawValue)" })
        for field in schema.apis[0].rootFields {
            let target = try #require(schema.target(ofTag: field.tag))
            #expect(target.api == 0 && target.operation == field.operation)
        }
        #expect(schema.target(ofTag: -1) == nil)
        #expect(schema.target(ofTag: 63) == nil)
        #expect(schema.target(ofTag: 64) == nil)
        #expect(schema.target(ofTag: .max) == nil)
    }

    @Test("is the same on every run")
    func deterministic() throws {
        let text =
            ##"{"properties": {"a": {"$ref": "#/$defs/A"}, "b": {"anyOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}]}}, "$defs": {"A": {"properties": {"x y": {}}}, "B": {"properties": {"z": {"enum": ["q"]}}}}}"##
        let first = try generated(text).sdl
        for _ in 0..<5 { #expect(try generated(text).sdl == first) }
    }

    @Test(
        "a root that is no object takes its mapped type itself",
        arguments: [
            (#"{"type": "string"}"#, "String!", "String"),
            (#"{"type": ["integer", "null"]}"#, "Long", "Long"),
            (#"{"type": "array", "items": {"type": "number"}}"#, "[Float!]!", "[Float!]"),
            (#"{"enum": ["on", "off"]}"#, "kv_Value!", "kv_Value"),
            (#"{"type": "object", "additionalProperties": {"type": "string"}}"#, "JSON!", "JSON"),
            (
                #"{"anyOf": [{"type": "object", "properties": {"a": {}}}, {"type": "null"}]}"#, "kv_InputValue",
                "kv_Value"
            ),
            (
                #"{"anyOf": [{"type": "object", "properties": {"a": {}}}, {"type": "object", "properties": {"b": {}}}]}"#,
                "JSON!", "kv_Value"
            ),
            (
                ##"{"$ref": "#/definitions/T", "definitions": {"T": {"type": "object", "properties": {"a": {}}}}}"##,
                "kv_InputValueT!", "kv_ValueT"
            ),
            (#"{}"#, "JSON", "JSON"),
        ]
    )
    func roots(_ text: String, _ input: String, _ output: String) throws {
        let api = try generated(text).apis[0]
        #expect(api.inputType == input)
        #expect(api.outputType == output)
    }

    @Test("several APIs come in the order of their definitions")
    func several() throws {
        let schema = try generate([definition("b"), definition("a"), definition("", nil, .wundergraph)])
        let query = try #require(schema.schema.type(named: "Query")?.fields)
        #expect(query.map(\.name).filter { $0.hasSuffix("get") } == ["b_get", "a_get", "get"])
        #expect(schema.target(ofTag: schema.apis[1].rootFields[0].tag)?.api == 1)
    }

    @Test("two APIs that define one name are refused by both their names")
    func clashes() throws {
        let nested = #"{"properties": {"_Value": {"properties": {"x": {}}}}}"#
        let error = #expect(throws: SchemaGenError.self) {
            try generate([definition("a", nested), definition("a_Value")])
        }
        #expect(error?.code == .clash)
        #expect(error?.found == #"the name a_Value_Value in the API "a_Value" and in the API "a""#)
        let twice = #expect(throws: SchemaGenError.self) { try generate([definition("a"), definition("a")]) }
        #expect(twice?.code == .clash)
    }

    @Test(arguments: ["", "my-kv", "1kv", "__kv", "k v", "é"])
    func refusesTheNamespace(_ namespace: String) throws {
        let error = #expect(throws: SchemaGenError.self) { try generate([definition(namespace)]) }
        #expect(error?.code == .namespace)
    }

    @Test("input types that only a union would use are left out")
    func unusedInput() throws {
        let text =
            #"{"properties": {"u": {"anyOf": [{"properties": {"a": {"properties": {"deep": {}}}}, "type": "object"}, {"properties": {"b": {}}, "type": "object"}]}}}"#
        let sdl = try generated(text).sdl
        #expect(sdl.contains("type kv_ValueUI0A {"))
        #expect(!sdl.contains("input kv_InputValueUI0"))
    }

    @Test("integers: int makes every integer Int")
    func integers() throws {
        let text = #"{"properties": {"n": {"type": "integer"}}, "required": ["n"]}"#
        #expect(try generated(text, integers: .int).sdl.contains("n: Int!"))
        #expect(try generated(text).sdl.contains("n: Long!"))
    }

    @Test("a chain of ten thousand definitions is no recursion")
    func longChain() throws {
        var definitions: [String] = []
        for index in 0..<10_000 {
            definitions.append(
                ##""D\##(index)": {"type": "object", "properties": {"n": {"$ref": "#/$defs/D\##(index + 1)"}}}"##
            )
        }
        definitions.append(#""D10000": {"type": "string"}"#)
        let text = ##"{"$ref": "#/$defs/D0", "$defs": {\##(definitions.joined(separator: ","))}}"##
        let model = try Model(text: Array(text.utf8))
        var mapper = TypeMapper(model: model, integers: .long)
        #expect(try mapper.map().objects.count == 10_000)
    }

    @Test("a chain of ten thousand alternatives is no recursion")
    func alternativesInAlternatives() throws {
        for noise in ["", #""minProperties": 0, "#, #""type": "object", "properties": {"p": {}}, "#] {
            var definitions: [String] = []
            for index in 0..<10_000 {
                definitions.append(
                    ##""D\##(index)": {\##(noise)"anyOf": [{"$ref": "#/$defs/D\##(index + 1)"}, {"type": "null"}]}"##
                )
            }
            definitions.append(#""D10000": {"type": "object", "properties": {"a": {}}}"#)
            let text =
                ##"{"properties": {"p": {"$ref": "#/$defs/D0"}}, "$defs": {\##(definitions.joined(separator: ","))}}"##
            var mapper = TypeMapper(model: try Model(text: Array(text.utf8)), integers: .long)
            #expect(throws: Never.self) { try mapper.map() }
        }
        var text = #"{"type": "string"}"#
        for _ in 0..<200 { text = #"{"minLength": 0, "anyOf": [\#(text)]}"# }
        #expect(try generated(text).apis[0].inputType == "JSON")
    }

    @Test("a record with required keys stays JSON")
    func recordWithKeys() throws {
        let text =
            #"{"type": "object", "propertyNames": {"enum": ["r", "w"]}, "additionalProperties": {"type": "boolean"}, "required": ["r", "w"]}"#
        #expect(try generated(text).apis[0].inputType == "JSON!")
        let declared = #"{"properties": {"a": {}}, "required": ["a", "b"]}"#
        #expect(try generated(declared).sdl.contains("b: JSON"))
    }

    @Test("what the schema cannot say is a warning with its place")
    func warnings() throws {
        let text =
            #"{"properties": {"a/b": {"type": "string", "minLength": 1, "format": "email"}, "c": {"type": "string", "format": "emoji"}, "d": {"type": "integer", "format": "int64"}, "e": {"type": ["string", "number"]}}, "additionalProperties": false, "type": "object", "$mine": 1}"#
        let warnings = try generated(text).warnings.map(\.description)
        #expect(
            Set(warnings) == [
                "model#/$mine: $mine is no keyword of draft 2020-12 and is ignored",
                #"model#/properties/a~1b: the property "a/b" is called a_b in the schema"#,
                "model#/properties/a~1b: minLength, format email: not in the schema, enforced on write",
                "model#/properties/c: format emoji is not known and not enforced",
                "model#/properties/e: a value of several types is JSON in the schema; it is checked on write",
            ]
        )
        #expect(warnings.count == 5)
    }

    @Test("lists that contain themselves end in JSON")
    func listOfItself() throws {
        #expect(try generated(##"{"type": "array", "items": {"$ref": "#"}}"##).apis[0].inputType == "[JSON!]!")
        var text = #"{"type": "string"}"#
        for _ in 0..<100 { text = #"{"type": "array", "items": \#(text)}"# }
        #expect(try generated(text).apis[0].inputType.contains("JSON"))
    }

    @Test(
        "contradictions between schemas are refused",
        arguments: [
            #"{"properties": {"a": {"allOf": [{"type": "string"}, {"type": "number"}]}}}"#,
            ##"{"properties": {"a": {"$ref": "#/$defs/S", "type": "boolean"}}, "$defs": {"S": {"type": "string"}}}"##,
            #"{"properties": {"a": {"allOf": [{"enum": ["x"]}, {"enum": ["y"]}]}}}"#,
            #"{"properties": {"a": {"type": "string", "anyOf": [{"type": "number"}, {"type": "boolean"}]}}}"#,
        ]
    )
    func contradictions(_ text: String) throws {
        let error = #expect(throws: SchemaGenError.self) { try generated(text) }
        #expect(error?.code == .contradiction)
        #expect(error?.pointer == "/properties/a")
    }
}
