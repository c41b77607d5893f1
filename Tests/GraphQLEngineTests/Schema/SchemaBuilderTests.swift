import GraphQLEngine
import JSON
import Testing

@Suite("Schemas from code")
struct SchemaBuilderTests {
    @Test("a schema built from code prints as SDL in the order in which it was built")
    func everything() throws {
        var builder = SchemaBuilder()
        builder.description = "Books."
        builder.directive("tag", arguments: [.init("name", type: "String!")], locations: [.field], isRepeatable: true)
        builder.object(
            "Query",
            fields: [
                .init(
                    "book",
                    type: "Book",
                    description: "One book.",
                    arguments: [.init("where", type: "BookFilter!", defaultValue: ["genre": "FICTION"])],
                    resolution: .fetch(tag: 7)
                ),
                .init("any", type: "[Item!]!", deprecationReason: "No longer supported"),
            ]
        )
        builder.interface("Node", fields: [.init("id", type: "ID!")])
        builder.object(
            "Book",
            interfaces: ["Node"],
            fields: [.init("id", type: "ID!"), .init("published", type: "Date", resolution: .property("pub-date"))]
        )
        builder.union("Item", members: ["Book"])
        builder.enum("Genre", values: [.init("FICTION"), .init("POETRY", deprecationReason: "few")])
        builder.inputObject(
            "BookFilter",
            fields: [.init("genre", type: "Genre", outputName: "g"), .init("pages", type: "Int", defaultValue: 3)]
        )
        builder.scalar("Date", specifiedByURL: "https://example.com/date")
        let schema = try builder.build()
        #expect(
            SchemaPrinter.print(schema) == """
                \"""Books.\"""
                schema {
                  query: Query
                }

                directive @tag(name: String!) repeatable on FIELD

                type Query {
                  \"""One book.\"""
                  book(where: BookFilter! = {genre: FICTION, pages: 3}): Book
                  any: [Item!]! @deprecated
                }

                interface Node {
                  id: ID!
                }

                type Book implements Node {
                  id: ID!
                  published: Date
                }

                union Item = Book

                enum Genre {
                  FICTION
                  POETRY @deprecated(reason: "few")
                }

                input BookFilter {
                  genre: Genre
                  pages: Int = 3
                }

                scalar Date @specifiedBy(url: "https://example.com/date")
                """
        )
        let book = try #require(schema.type(named: "Query")?.fields?["book"])
        #expect(book.resolution == .fetch(tag: 7))
        #expect(schema.type(named: "Book")?.fields?["published"]?.resolution == .property("pub-date"))
        #expect(schema.type(named: "Book")?.fields?["id"]?.resolution == .property("id"))
        #expect(book.arguments["where"]?.defaultValue == ["genre": "FICTION", "pages": 3])
        #expect(book.arguments["where"]?.coercedDefaultValue == ["g": "FICTION", "pages": 3])
    }

    @Test("an extension keeps resolutions, output names and coercions")
    func extensionKeeps() throws {
        var builder = SchemaBuilder()
        builder.object(
            "Query",
            fields: [
                .init(
                    "a",
                    type: "Day",
                    arguments: [.init("x", type: "Int", outputName: "y")],
                    resolution: .fetch(tag: 1)
                )
            ]
        )
        builder.scalar("Day", coercion: Upper())
        let schema = try builder.build().extended(
            sdl: "extend type Query { b(day: Day = \"mon\"): Int } type New { a: Int }"
        )
        let fields = try #require(schema.type(named: "Query")?.fields)
        #expect(fields.map(\.name) == ["a", "b"])
        #expect(fields["a"]?.resolution == .fetch(tag: 1))
        #expect(fields["a"]?.arguments["x"]?.outputName == "y")
        #expect(fields["b"]?.arguments["day"]?.coercedDefaultValue == "MON")
        #expect(fields["b"]?.arguments["day"]?.defaultValue == "mon")
        #expect(schema.type(named: "New") != nil)
    }

    private struct Upper: ScalarCoercion {
        func coerceInput(_ value: JSONValue) throws(ScalarCoercionError) -> JSONValue {
            guard case .string(let text) = value else { throw ScalarCoercionError("Day cannot represent it") }
            return .string(text.uppercased())
        }

        func checkOutput(_ json: Span<UInt8>) throws(ScalarCoercionError) -> ScalarOutput { .asWritten }
    }

    @Test("types come in definition order, built-in scalars after the first that uses them, introspection last")
    func order() throws {
        let schema = try Schema(sdl: "type B { a: Int b: A } type Query { c(f: Float): B } type A { d: ID }")
        #expect(
            schema.types.map(\.name) == [
                "B", "Int", "Query", "Float", "A", "ID", "Boolean", "String", "__Schema", "__Type", "__TypeKind",
                "__Field", "__InputValue", "__EnumValue", "__Directive", "__DirectiveLocation",
            ]
        )
        #expect(schema.directives.map(\.name) == ["include", "skip", "deprecated", "specifiedBy", "oneOf"])
    }

    @Test("possible types of interfaces and unions are there")
    func possibleTypes() throws {
        let schema = try Schema(
            sdl: """
                type Query { n: N u: U } interface N { a: Int } interface M implements N { a: Int } union U = C | A
                type A implements N { a: Int } type B implements M & N { a: Int } type C { a: Int }
                """
        )
        func names(_ type: String) throws -> [String] {
            schema.possibleTypes(of: try #require(schema.typeID(named: type))).map { schema.name(of: $0) }
        }
        #expect(try names("N") == ["A", "B"])
        #expect(try names("M") == ["B"])
        #expect(try names("U") == ["C", "A"])
        #expect(try names("C") == ["C"])
        let interface = try #require(schema.typeID(named: "N"))
        #expect(schema.implementingInterfaces(of: interface).map { schema.name(of: $0) } == ["M"])
    }

    @Test(
        "two types overlap where they share a possible type",
        arguments: [
            ("N", "U", true), ("M", "U", false), ("A", "N", true), ("C", "N", false), ("A", "C", false),
            ("U", "U", true),
        ]
    )
    func overlap(_ first: String, _ second: String, _ expected: Bool) throws {
        let schema = try Schema(
            sdl: """
                type Query { n: N u: U } interface N { a: Int } interface M implements N { a: Int } union U = C | A
                type A implements N { a: Int } type B implements M & N { a: Int } type C { a: Int }
                """
        )
        let ids = (try #require(schema.typeID(named: first)), try #require(schema.typeID(named: second)))
        #expect(schema.overlap(ids.0, ids.1) == expected)
        #expect(schema.overlap(ids.1, ids.0) == expected)
    }

    @Test("what code gets wrong is reported, all of it")
    func errors() {
        var builder = SchemaBuilder()
        builder.object("Query", fields: [.init("a", type: "Gone"), .init("a", type: "Int"), .init("", type: "Int")])
        builder.object(
            "Query",
            fields: [.init("1a", type: "Int", arguments: [.init("x", type: "Int"), .init("x", type: "Int")])]
        )
        builder.enum("E-E", values: [.init("true"), .init("A"), .init("A")])
        builder.inputObject("In", fields: [.init("x", type: "Gone2"), .init("x", type: "Int")])
        builder.union("U", members: ["Gone3"])
        builder.directive("d", arguments: [.init("x", type: "Gone4")], locations: [.field])
        let error = #expect(throws: SchemaError.self) { try builder.build() }
        #expect(error?.phase == .schema)
        #expect(
            Set(error?.errors.map(\.message) ?? []) == [
                "There can be only one type named \"Query\".", "Unknown type \"Gone\".", "Unknown type \"Gone2\".",
                "Unknown type \"Gone3\".", "Unknown type \"Gone4\".", "Field \"Query.a\" can only be defined once.",
                "Expected name to be a non-empty string.", "Names must start with [_a-zA-Z] but \"1a\" does not.",
                "Argument \"Query.1a(x:)\" can only be defined once.",
                "Names must only contain [_a-zA-Z0-9] but \"E-E\" does not.", "Enum values cannot be named: true",
                "Enum value \"E-E.A\" can only be defined once.", "Field \"In.x\" can only be defined once.",
            ]
        )
    }

    @Test("definitions of built-in types are ignored, those of built-in directives count")
    func builtInDefinitions() throws {
        let schema = try Schema(
            sdl: """
                scalar Int scalar ID type __Type { a: Int }
                directive @skip(if: Boolean!, because: String) on FIELD
                type Query { a: Int }
                """
        )
        #expect(SchemaPrinter.print(schema) == "type Query {\n  a: Int\n}")
        #expect(schema.directives["skip"]?.arguments.map(\.name) == ["if", "because"])
        #expect(schema.directives.filter { $0.name == "skip" }.count == 1)
    }
}
