import GraphQLEngine
import JSON
import Testing

@Suite("Default values")
struct DefaultValueTests {
    private static let types = """
        enum E { A B } scalar J input One @oneOf { a: Int b: Int }
        input In { a: Int = 9 n: In e: E = B r: [String!] } input Need { a: Int! }
        """

    @Test(
        "a default is coerced, with the defaults of input fields, and printed in canonical form",
        arguments: [
            ("Int", "1", "1"), ("Float", "1e10", "10000000000"), ("Float", "1.50", "1.5"), ("Float", "3", "3"),
            ("ID", "5", "5"), ("ID", "\"05\"", "\"05\""), ("ID", "\"-7\"", "-7"),
            ("String", "\"\"\"a\n  b\"\"\"", "\"a\\nb\""),
            ("Int", "null", "null"), ("[Int]", "1", "[1]"), ("[[Int]]", "[[1], null]", "[[1], null]"),
            ("[[Int]]", "1", "[[1]]"),
            ("E", "A", "A"), ("[E!]!", "B", "[B]"), ("In", "{}", "{a: 9, e: B}"),
            ("In", "{n: {a: null}, a: 1, r: \"x\"}", "{a: 1, n: {a: null, e: B}, e: B, r: [\"x\"]}"),
            ("J", "{b: [X, \"s\", 1.0], a: true}", "{b: [\"X\", \"s\", 1.0], a: true}"), ("One", "{b: 1}", "{b: 1}"),
        ]
    )
    func coerced(_ type: String, _ literal: String, _ printed: String) throws {
        let schema = try Schema(sdl: "type Query { f(x: \(type) = \(literal)): Int } " + Self.types)
        #expect(SchemaPrinter.print(schema).contains("  f(x: \(type) = \(printed)): Int\n"))
        let again = try Schema(sdl: SchemaPrinter.print(schema))
        #expect(SchemaPrinter.print(again) == SchemaPrinter.print(schema))
    }

    @Test(
        "a default that does not fit its type is refused",
        arguments: [
            ("Int", "\"1\"", "", "Int cannot represent non-integer value: \"1\"", 23),
            ("Int!", "null", "", "Expected value of type \"Int!\", found null.", 24),
            ("[Int!]", "[1, null]", " at [1]", "Expected value of type \"Int!\", found null.", 30),
            ("E", "C", "", "Value \"C\" does not exist in \"E\" enum. Did you mean the enum value \"A\" or \"B\"?", 21),
            ("E", "\"A\"", "", "Enum \"E\" cannot represent non-enum value: \"A\".", 21),
            ("In", "1", "", "Expected value of type \"In\", found 1.", 22),
            ("In", "{n: {a: {}}}", " at .n.a", "Int cannot represent non-integer value: {}", 30),
            ("In", "{ra: 1}", "", "Field \"ra\" is not defined by type \"In\". Did you mean \"a\" or \"r\"?", 27),
            ("Need", "{}", "", "Field \"Need.a\" of required type \"Int!\" was not provided.", 24),
            ("One", "{a: 1, b: 2}", "", "OneOf Input Object \"One\" must specify exactly one key.", 23),
            ("One", "{a: null}", "", "Field \"One.a\" must be non-null.", 23),
        ]
    )
    func refused(_ type: String, _ literal: String, _ path: String, _ message: String, _ column: Int) {
        let error = #expect(throws: SchemaError.self) {
            try Schema(sdl: "type Query { f(x: \(type)=\(literal)): Int } " + Self.types)
        }
        #expect(error?.errors.map(\.message) == ["Query.f(x:) has invalid default value\(path): \(message)"])
        #expect(error?.errors.first?.locations == [SourceLocation(line: 1, column: column)])
    }

    @Test("a default from code may name enum values as strings, and is checked alike")
    func fromCode() throws {
        var builder = SchemaBuilder()
        builder.enum("E", values: [.init("A")])
        builder.object(
            "Query",
            fields: [.init("f", type: "Int", arguments: [.init("x", type: "[E!]", defaultValue: ["A"])])]
        )
        #expect(SchemaPrinter.print(try builder.build()).contains("f(x: [E!] = [A]): Int"))
        builder.inputObject("In", fields: [.init("x", type: "E", defaultValue: "B")])
        let error = #expect(throws: SchemaError.self) { try builder.build() }
        #expect(
            error?.description
                == "In.x has invalid default value: Value \"B\" does not exist in \"E\" enum. Did you mean the enum value \"A\"?"
        )
    }

    @Test(
        "input fields whose defaults need themselves are refused",
        arguments: [
            ("input A { x: A = {} }", ["A.x references itself. (2:18)"]),
            (
                "input A { x: B = {} } input B { y: C = {} } input C { z: A = {} }",
                ["A.x references itself via the default values of: B.y, C.z. (2:18, 2:40, 2:62)"]
            ),
            ("input A { x: [A] = [{}] }", ["A.x references itself. (2:20)"]),
            ("input A { x: A = {x: {x: {}}} }", ["A.x references itself. (2:18)"]),
            (
                "input A { x: A = {x: null} y: A = {y: null} }",
                ["A.x references itself via the default values of: A.y. (2:18, 2:35)"]
            ),
            ("input A { x: A = {x: null} }", []), ("input A { x: A = null y: [A!] = [] }", []),
        ] as [(String, [String])]
    )
    func cycles(_ sdl: String, _ errors: [String]) throws {
        let document = "type Query { f(a: A): Int }\n" + sdl
        let expected = errors.map { "Invalid circular reference. The default value of Input Object field " + $0 }
        guard !expected.isEmpty else {
            _ = try Schema(sdl: document)
            return
        }
        let error = #expect(throws: SchemaError.self) { try Schema(sdl: document) }
        #expect(error?.errors.map(\.description) == expected)
    }

    @Test("defaults that bring in defaults without end, or that double at each step, are refused in time")
    func explosion() throws {
        let chain = (0..<5_000).map { "input A\($0) { a: A\($0 + 1) = {} }" }.joined(separator: " ")
        let error = #expect(throws: SchemaError.self) {
            try Schema(sdl: "type Query { f(a: A0 = {}): Int } input A5000 { a: Int } " + chain)
        }
        #expect(error?.errors.first?.message.contains("nested deeper than") == true)
        let doubling = (0..<60).map { "input B\($0) { a: B\($0 + 1) = {} b: B\($0 + 1) = {} }" }.joined(separator: " ")
        let second = #expect(throws: SchemaError.self) {
            try Schema(sdl: "type Query { f(a: B0 = {}): Int } input B60 { a: Int = 1 } " + doubling)
        }
        #expect(second?.errors.first?.message.contains("too large") == true)
    }
}
