import GraphQLEngine
import JSON
import Testing

@testable import SchemaGen

@Suite("What is stored")
struct StoredOrderTests {
    private let model =
        #"{"properties": {"a-1": {"type": "number"}, "b": {"type": "string", "default": "x"}, "c": {"properties": {"y": {}, "z": {}}}}}"#

    private func stored(_ operation: String, _ variables: String = "{}") throws -> String? {
        let schema = try generated(model)
        let prepared = try PreparedOperation(Array(operation.utf8), schema: schema.schema)
        var execution = try Execution(prepared, variables: Array(variables.utf8).span)
        guard let fetch = execution.nextFetch(),
            case .accepted(let bytes) = schema.apis[0].admit(fetch.arguments.object["value"])
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("keeps key order and number text of a variable, with the original property names")
    func variable() throws {
        let text = try stored(
            "mutation ($v: kv_InputValue!) { kv_put(key: \"k\", value: $v) { key } }",
            #"{"v": {"c": {"z": 1.50, "y": [12345678901234567890]}, "a_1": 1e2}}"#
        )
        #expect(text == #"{"c":{"z":1.50,"y":[12345678901234567890]},"a-1":1e2,"b":"x"}"#)
    }

    @Test("keeps the key order of a literal")
    func literal() throws {
        let text = try stored("mutation { kv_put(key: \"k\", value: {c: {z: 1, y: 2}, b: \"q\", a_1: 7}) { key } }")
        #expect(text == #"{"c":{"z":1,"y":2},"b":"q","a-1":7}"#)
    }
}
