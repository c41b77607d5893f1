import GraphQLEngine
import Testing

@Suite("Type references")
struct TypeReferenceTests {
    @Test(
        "text of a type reads and prints as it is",
        arguments: ["Int", "Int!", "[Int]", "[Int!]!", "[[Int]!]", "[[[Int!]!]!]!", "[[[[Int]]]]"]
    )
    func roundTrip(_ text: String) {
        let type = TypeExpression(text)
        #expect(type.description == text)
        #expect(type.name == "Int")
    }

    @Test("spaces in the text of a type do not matter")
    func spaces() {
        #expect(TypeExpression(" [ Int ! ] ! ") == "[Int!]!")
    }

    @Test(
        "text that is no type is refused when the schema is built",
        arguments: ["", "!", "[]", "[Int", "Int]", "Int!!", "[Int]]", "1nt", "In-t"]
    )
    func malformed(_ text: String) {
        var builder = SchemaBuilder()
        builder.object("Query", fields: [.init("a", type: TypeExpression(text))])
        let error = #expect(throws: SchemaError.self) { try builder.build() }
        #expect(error?.errors.contains { $0.message.hasPrefix("Unknown type") } == true)
    }

    @Test("wrappers come off from the outside")
    func peeling() throws {
        let schema = try Schema(sdl: "type Query { a: [[Int!]]! }")
        var type = try #require(schema.type(named: "Query")?.fields?["a"]?.type)
        #expect(schema.text(of: type) == "[[Int!]]!")
        #expect(type.isNonNull && type.isList && type.listDepth == 2)
        type = type.nullable
        #expect(schema.text(of: type) == "[[Int!]]")
        type = try #require(type.item)
        #expect(schema.text(of: type) == "[Int!]" && !type.isNonNull)
        type = try #require(type.item)
        #expect(schema.text(of: type) == "Int!" && type.isNonNull && !type.isList)
        #expect(type.item == nil)
        #expect(schema.text(of: type.nullable) == "Int")
    }

    @Test("a type can be in 63 lists, not in 64")
    func deepestList() throws {
        let deepest = String(repeating: "[", count: 63) + "Int" + String(repeating: "]", count: 63)
        let schema = try Schema(sdl: "type Query { a: \(deepest) }")
        let type = try #require(schema.type(named: "Query")?.fields?["a"]?.type)
        #expect(schema.text(of: type) == deepest)
        #expect(type.list == nil)
        let error = #expect(throws: SchemaError.self) { try Schema(sdl: "type Query { a: [\(deepest)] }") }
        #expect(error?.description == "Types cannot be nested in more than 63 lists. (1:17)")
    }

    @Test(
        "subtypes follow interfaces, unions, lists and non-null",
        arguments: [
            ("Int", "Int", true), ("Int!", "Int", true), ("Int", "Int!", false), ("[Int!]!", "[Int]", true),
            ("[Int]", "[Int!]", false), ("Int", "[Int]", false), ("[Int]", "Int", false), ("A", "N", true),
            ("A!", "N", true), ("[A!]", "[N]", true), ("N", "A", false), ("A", "U", true), ("B", "U", false),
            ("M", "N", true), ("A", "M", false),
        ]
    )
    func subtypes(_ subtype: String, _ supertype: String, _ expected: Bool) throws {
        let schema = try Schema(
            sdl: """
                type Query { sub: \(subtype) super: \(supertype) }
                interface N { a: Int } interface M implements N { a: Int } union U = A
                type A implements N { a: Int } type B { a: Int }
                """
        )
        let fields = try #require(schema.type(named: "Query")?.fields)
        let types = (try #require(fields["sub"]?.type), try #require(fields["super"]?.type))
        #expect(schema.isSubtype(types.0, of: types.1) == expected)
    }

    @Test("members are found by name in short and in long lists", arguments: [3, 40])
    func namedList(_ count: Int) throws {
        let names = (0..<count).map { "f\($0)" }
        let schema = try Schema(sdl: "type Query { \(names.map { $0 + ": Int" }.joined(separator: " ")) }")
        let fields = try #require(schema.type(named: "Query")?.fields)
        #expect(fields.map(\.name) == names)
        for (index, name) in names.enumerated() { #expect(fields.index(named: name) == index) }
        #expect(fields["f\(count)"] == nil)
    }
}
