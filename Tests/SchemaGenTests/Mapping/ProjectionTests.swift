import GraphQLEngine
import JSON
import Testing

@testable import SchemaGen

@Suite("Reading a stored value")
struct ProjectionTests {
    /// The value of an entry as a query selects it.
    private func read(_ model: String, stored: String, _ selection: String) throws -> String {
        let schema = try generated(model)
        let text = "{ kv_get(key: \"k\") { value \(selection) } }"
        let operation = try PreparedOperation(Array(text.utf8), schema: schema.schema)
        var execution = Execution(operation)
        guard let fetch = execution.nextFetch() else { return "no fetch" }
        execution.resume(fetch.id, json: Array("{\"value\":\(stored)}".utf8).span)
        let response = try JSONValue(parsing: execution.finish())
        return response["errors"].map { "\($0)" } ?? "\(response["data"]?["kv_get"]?["value"] ?? .null)"
    }

    @Test("finds properties by their original names")
    func names() throws {
        let model =
            #"{"properties": {"per-second": {"type": "number"}, "": {"type": "string"}, "a.b": {"properties": {"1st": {"type": "integer"}}}}}"#
        let value = try read(
            model,
            stored: #"{"a.b":{"1st":12345678901234567890},"":"x","per-second":1.50}"#,
            "{ per_second _ a_b { _1st } }"
        )
        #expect(value == #"{"per_second":1.50,"_":"x","a_b":{"_1st":12345678901234567890}}"#)
    }

    @Test("tells the members of a union apart by their discriminator")
    func discriminator() throws {
        let model =
            #"{"properties": {"e": {"type": "array", "items": {"oneOf": [{"type": "object", "properties": {"type": {"const": "created"}, "by": {"type": "string"}}, "required": ["type"]}, {"type": "object", "properties": {"type": {"enum": ["moved", "copied"]}, "to": {"type": "string"}}, "required": ["type"]}]}}}}"#
        let stored = #"{"e":[{"by":"a","type":"created"},{"type":"copied","to":"b"}]}"#
        let value = try read(
            model,
            stored: stored,
            "{ e { __typename ... on kv_ValueECreated { by } ... on kv_ValueEI1 { to } } }"
        )
        #expect(value == #"{"e":[{"__typename":"kv_ValueECreated","by":"a"},{"__typename":"kv_ValueEI1","to":"b"}]}"#)
    }

    @Test(
        "tells the members of a union apart by what they require, their types and, where that is not enough, by validation",
        arguments: [
            (#"{"radius":1}"#, "kv_ValueI0"), (#"{"width":1,"height":2}"#, "kv_ValueI1"),
            (#"{"width":"1","height":2}"#, "kv_ValueI2"),
            (#"{"width":"1","height":2,"depth":{"n":"x"}}"#, "kv_ValueI3"),
            (#"{"width":"1","height":2,"depth":{"n":1}}"#, "kv_ValueI2"),
        ]
    )
    func shapes(_ stored: String, _ type: String) throws {
        let model = #"""
            {"anyOf": [
            {"type": "object", "properties": {"radius": {"type": "number"}}, "required": ["radius"], "additionalProperties": false},
            {"type": "object", "properties": {"width": {"type": "number"}, "height": {"type": "number"}}, "required": ["width", "height"]},
            {"type": "object", "properties": {"width": {"type": "string"}, "height": {}, "depth": {"type": "object", "properties": {"n": {"type": "integer"}}}}, "required": ["width"]},
            {"type": "object", "properties": {"width": {"type": "string"}, "height": {}, "depth": {"type": "object", "properties": {"n": {"type": "string"}}}}, "required": ["width"]}]}
            """#
        #expect(try read(model, stored: stored, "{ __typename }") == #"{"__typename":"\#(type)"}"#)
    }

    @Test("JSON passes through as it was written")
    func json() throws {
        let model =
            #"{"properties": {"any": {}, "record": {"type": "object", "additionalProperties": {"type": "integer"}}}}"#
        let stored = #"{"any":[1.0,{"b":1,"a":2},"é\/"],"record":{"z":1e2,"":0}}"#
        #expect(
            try read(model, stored: stored, "{ any record }")
                == #"{"any":[1.0,{"b":1,"a":2},"é/"],"record":{"z":1e2,"":0}}"#
        )
    }
}
