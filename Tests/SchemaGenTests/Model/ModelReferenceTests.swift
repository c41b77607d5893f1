import JSON
import Testing

@testable import SchemaGen

@Suite("References of a model")
struct ModelReferenceTests {
    /// The pointer that the property `a` refers to.
    private func target(_ text: String) throws -> String? {
        let model = try Model(text: Array(text.utf8))
        let root = model[model.root]
        let property = try #require(root.properties?.first { $0.name == "a" })
        return model[property.schema].reference.map { model[$0].pointer }
    }

    @Test(arguments: [
        ("#", ""), ("#/", ""), ("#/$defs/X", "/$defs/X"), ("#/%24defs/X", "/$defs/X"), ("#x", "/$defs/X"),
        ("#/$defs/Y~1Z", "/$defs/Y~1Z"), ("#/$defs/Y%2FZ", "/$defs/Y~1Z"), ("#/$defs/Y/Z", "/$defs/Y~1Z"),
        ("#/$defs/50%", "/$defs/50%"), ("#/$defs/t~2", "/$defs/t~02"), ("inner.json", "/$defs/Inner"),
        ("http://example.com/inner.json", "/$defs/Inner"), ("/inner.json", "/$defs/Inner"),
        ("inner.json#/properties/p", "/$defs/Inner/properties/p"), ("inner.json#deep", "/$defs/Inner/properties/p"),
        ("http://example.com/root.json#/$defs/X", "/$defs/X"), ("#/x-own/place", "/x-own/place"),
    ])
    func leadTo(_ reference: String, _ pointer: String) throws {
        let text = """
            {"$id": "http://example.com/root.json", "type": "object", "properties": {"a": {"$ref": "\(reference)"}},
            "$defs": {"X": {"$anchor": "x", "type": "string"}, "Y/Z": {}, "50%": {}, "t~2": {},
            "Inner": {"$id": "inner.json", "properties": {"p": {"$anchor": "deep", "type": "integer"}}}},
            "x-own": {"place": {"type": "boolean"}}}
            """
        #expect(try target(text) == pointer)
    }

    @Test("pointers that zod-to-json-schema writes wrongly are put right for the validator")
    func normalized() throws {
        let text = """
            {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"$ref": "#/"}, "b/c": {},
            "d": {"$ref": "#/properties/b/c"}, "e": {"$ref": "#/properties/b~1c", "default": 1},
            "f": {"type": "string", "nullable": true, "enum": ["x"]}, "g": {"properties": {}, "nullable": true}}}
            """
        let model = try Model(text: Array(text.utf8))
        let properties = try #require(model.normalizedDocument["properties"])
        #expect(properties["a"] == ["$ref": "#"])
        #expect(properties["d"] == ["$ref": "#/properties/b~1c"])
        #expect(properties["e"] == ["allOf": [["$ref": "#/properties/b~1c"]], "default": 1])
        #expect(properties["f"] == ["type": ["string", "null"], "enum": ["x", .null]])
        #expect(properties["g"] == ["anyOf": [["properties": [:]], ["type": "null"]]])
        #expect(model.document["properties"]?["a"] == ["$ref": "#/"])
    }

    @Test("draft-07 ignores constraints beside a reference and says so")
    func siblings() throws {
        let text = """
            {"$schema": "http://json-schema.org/draft-07/schema#",
            "properties": {"a": {"$ref": "#/definitions/A", "maxLength": 3, "title": "t"}},
            "definitions": {"A": {"type": "string"}}}
            """
        let model = try Model(text: Array(text.utf8))
        #expect(model.warnings.map(\.pointer) == ["/properties/a/maxLength"])
    }

    @Test("YAML gives the same model as JSON, in the same order")
    func yaml() throws {
        let json =
            #"{"type":"object","properties":{"zeta":{"type":"string","default":"1"},"alpha":{"const":1.50}},"required":["zeta"]}"#
        let yaml = """
            type: object
            properties: # in this order
              zeta: {type: string, default: "1"}
              alpha:
                const: 1.50
            required: [zeta]
            """
        let model = try Model(text: Array(yaml.utf8), file: "model.yaml")
        #expect(model.document.description == json)
    }
}
