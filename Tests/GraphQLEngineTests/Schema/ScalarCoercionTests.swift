import GraphQLEngine
import JSON
import Testing

@Suite("Coercion of built-in scalars")
struct ScalarCoercionTests {
    private func coercion(_ name: String) throws -> any ScalarCoercion {
        let schema = try Schema(sdl: "type Query { a: \(name) }")
        guard case .scalar(let scalar)? = schema.type(named: name) else {
            throw SchemaError.notScalar
        }
        return scalar.coercion
    }

    private enum SchemaError: Error { case notScalar }

    @Test(
        "input values are accepted and normalised",
        arguments: [
            ("Int", "1", "1"), ("Int", "1.0", "1"), ("Int", "1e3", "1000"), ("Int", "-2147483648", "-2147483648"),
            ("Float", "1", "1"), ("Float", "1.50", "1.50"), ("Float", "1e300", "1e300"), ("String", "\"a\"", "\"a\""),
            ("Boolean", "true", "true"), ("ID", "\"a\"", "\"a\""), ("ID", "4", "\"4\""),
            ("ID", "123456789012345678901234567890", "\"123456789012345678901234567890\""),
        ]
    )
    func input(_ name: String, _ json: String, _ expected: String) throws {
        #expect(try coercion(name).coerceInput(JSONValue(parsing: json)).description == expected)
    }

    @Test(
        "input values that do not fit are refused in the words of the specification's reference",
        arguments: [
            ("Int", "1.5", "Int cannot represent non-integer value: 1.5"),
            ("Int", "\"1\"", "Int cannot represent non-integer value: \"1\""),
            ("Int", "true", "Int cannot represent non-integer value: true"),
            ("Int", "[1]", "Int cannot represent non-integer value: [1]"),
            ("Int", "{\"a\":{\"b\":{\"c\":1}}}", "Int cannot represent non-integer value: { a: { b: [Object] } }"),
            ("Int", "2147483648", "Int cannot represent non 32-bit signed integer value: 2147483648"),
            ("Float", "\"1\"", "Float cannot represent non numeric value: \"1\""),
            ("Float", "1e999", "Float cannot represent non numeric value: 1e999"),
            ("String", "1", "String cannot represent a non string value: 1"),
            ("Boolean", "0", "Boolean cannot represent a non boolean value: 0"),
            ("ID", "1.5", "ID cannot represent value: 1.5"),
            (
                "ID", "[1,2,3,4,5,6,7,8,9,10,11]",
                "ID cannot represent value: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ... 1 more item]"
            ),
        ]
    )
    func refusedInput(_ name: String, _ json: String, _ message: String) throws {
        let coercion = try coercion(name)
        let value = try JSONValue(parsing: json)
        let error = #expect(throws: ScalarCoercionError.self) { try coercion.coerceInput(value) }
        #expect(error?.message == message)
    }

    @Test(
        "literals are told apart by how they are written",
        arguments: [
            ("Int", ScalarLiteral.Kind.float, "1.0", "Int cannot represent non-integer value: 1.0"),
            ("Int", .int, "2147483648", "Int cannot represent non 32-bit signed integer value: 2147483648"),
            ("Int", .enumeration, "\"ONE\"", "Int cannot represent non-integer value: <printed>"),
            ("Float", .string, "\"1\"", "Float cannot represent non numeric value: <printed>"),
            ("String", .enumeration, "\"ONE\"", "String cannot represent a non string value: <printed>"),
            ("Boolean", .string, "\"true\"", "Boolean cannot represent a non boolean value: <printed>"),
            ("ID", .float, "1.0", "ID cannot represent a non-string and non-integer value: <printed>"),
        ]
    )
    func refusedLiterals(_ name: String, _ kind: ScalarLiteral.Kind, _ json: String, _ message: String) throws {
        let value = try JSONValue(parsing: json)
        let printed = message.hasSuffix("<printed>") ? "<printed>" : json
        let literal = ScalarLiteral(kind: kind, value: value) { printed }
        let coercion = try coercion(name)
        let error = #expect(throws: ScalarCoercionError.self) { try coercion.coerceLiteral(literal) }
        #expect(error?.message == message)
    }

    @Test(
        "results pass as written or are rewritten",
        arguments: [
            ("Int", "1", nil), ("Int", "-999999999", nil), ("Int", "2147483647", "2147483647"), ("Int", "1.0", "1"),
            ("Int", "true", "1"), ("Int", "\"12\"", "12"), ("Float", "1.50", nil), ("Float", "\"1.5\"", "1.5"),
            ("Float", "false", "0"), ("String", "\"a\"", nil), ("String", "1.50", "\"1.50\""),
            ("String", "true", "\"true\""), ("Boolean", "true", nil), ("Boolean", "2", "true"),
            ("Boolean", "0.0", "false"), ("ID", "\"a\"", nil), ("ID", "1.0", "\"1\""),
        ] as [(String, String, String?)]
    )
    func output(_ name: String, _ json: String, _ rewritten: String?) throws {
        switch try coercion(name).checkOutput(Array(json.utf8).span) {
        case .asWritten: #expect(rewritten == nil)
        case .rewritten(let value): #expect(value.description == rewritten)
        }
    }

    @Test(
        "results that do not fit are refused",
        arguments: [
            ("Int", "1.5", "Int cannot represent non-integer value: 1.5"),
            ("Int", "\"\"", "Int cannot represent non-integer value: \"\""),
            ("Int", "2147483648", "Int cannot represent non 32-bit signed integer value: 2147483648"),
            ("Int", "-2147483649", "Int cannot represent non 32-bit signed integer value: -2147483649"),
            ("Float", "\"x\"", "Float cannot represent non numeric value: \"x\""),
            ("String", "[1]", "String cannot represent value: [1]"),
            ("Boolean", "\"true\"", "Boolean cannot represent a non boolean value: \"true\""),
            ("ID", "true", "ID cannot represent value: true"), ("ID", "1.5", "ID cannot represent value: 1.5"),
        ]
    )
    func refusedOutput(_ name: String, _ json: String, _ message: String) throws {
        let coercion = try coercion(name)
        let error = #expect(throws: ScalarCoercionError.self) { _ = try coercion.checkOutput(Array(json.utf8).span) }
        #expect(error?.message == message)
    }

    @Test("a message never echoes a large value")
    func largeValue() throws {
        let coercion = try coercion("Int")
        let value = JSONValue.string(String(repeating: "x", count: 1_000_000))
        let error = #expect(throws: ScalarCoercionError.self) { try coercion.coerceInput(value) }
        #expect((error?.message.utf8.count ?? .max) < 300)
    }
}
