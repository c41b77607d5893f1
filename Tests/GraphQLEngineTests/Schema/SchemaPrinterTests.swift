import GraphQLEngine
import JSON
import Testing

@Suite("Printing schemas")
struct SchemaPrinterTests {
    @Test("descriptions are block strings, with a blank line before all but the first of a block")
    func descriptions() throws {
        let sdl = """
            \"""Root.\"""
            type Query {
              \"""First.\"""
              a: Int

              \"""
              Second,
              on two lines.
              \"""
              b(
                x: Int

                \"""Arg.\"""
                y: Int = 1
              ): Int
              c: Int
            }

            enum E {
              A

              \"""Be.\"""
              B
            }
            """
        #expect(SchemaPrinter.print(try Schema(sdl: sdl)) == sdl)
    }

    @Test(
        "a description is printed so that it reads back",
        arguments: [
            "x", "", " leading", "trailing ", "a\"", "a\\", "\"\"\"", "a\u{0}b", "\n", "a\n\n  b", "  a\n  b", "a\rb",
            "\u{1F600}é", String(repeating: "long ", count: 20), "tab\tin it", "\u{7F}\u{85}\u{2028}",
        ]
    )
    func anyDescription(_ text: String) throws {
        var builder = SchemaBuilder()
        builder.description = text
        builder.object(
            "Query",
            description: text,
            fields: [
                .init("a", type: "Int", description: text, deprecationReason: text),
                .init(
                    "b",
                    type: "Int",
                    arguments: [.init("x", type: "String", description: text, defaultValue: .string(text))]
                ),
            ]
        )
        let schema = try builder.build()
        let again = try Schema(sdl: SchemaPrinter.print(schema))
        #expect(again.description == text)
        let query = try #require(again.type(named: "Query"))
        #expect(query.description == text)
        #expect(query.fields?["a"]?.description == text)
        #expect(query.fields?["a"]?.deprecationReason == text)
        // As in the reference, an empty description alone does not put arguments on lines of their own.
        #expect(query.fields?["b"]?.arguments["x"]?.description == (text.isEmpty ? nil : text))
        #expect(query.fields?["b"]?.arguments["x"]?.defaultValue == .string(text))
        #expect(SchemaPrinter.print(again) == SchemaPrinter.print(schema))
    }

    @Test(
        "the schema definition is printed where it says something",
        arguments: [
            ("type Query { a: Int }", false), ("schema { query: Query } type Query { a: Int }", false),
            ("\"d\" schema { query: Query } type Query { a: Int }", true),
            ("schema { query: Q } type Q { a: Int }", true),
            ("schema { query: Query mutation: M } type Query { a: Int } type M { a: Int }", true),
        ]
    )
    func schemaDefinition(_ sdl: String, _ isPrinted: Bool) throws {
        #expect(SchemaPrinter.print(try Schema(sdl: sdl)).contains("schema {") == isPrinted)
    }

    @Test("one type is printed alone")
    func oneType() throws {
        let schema = try Schema(sdl: "type Query { a: U } union U = Query")
        #expect(SchemaPrinter.print(try #require(schema.type(named: "U")), in: schema) == "union U = Query")
    }
}
