import GraphQLEngine
import Testing

@Suite("Rules for documents of type systems")
struct SDLRulesTests {
    /// A document, the schema that it extends, and errors as "message (line:column, …)".
    struct Case: Sendable, CustomTestStringConvertible {
        var sdl: String
        var base: String?
        var errors: [String]

        init(_ sdl: String, base: String? = nil, _ errors: String...) {
            self.sdl = sdl
            self.base = base
            self.errors = errors
        }

        var testDescription: String { sdl }
    }

    static let cases = [
        Case(
            "schema { query: Q } schema { query: Q } type Q { a: Int }",
            "Must provide only one schema definition. (1:21)",
            "There can be only one query type in schema. (1:10, 1:30)"
        ),
        Case(
            "schema { query: Q } type Q { a: Int }",
            base: "type Query { a: Int }",
            "Cannot define a new schema within a schema extension. (1:1)",
            "Type for query already defined in the schema. It cannot be redefined. (1:10)"
        ),
        Case("type Query { a: Int } type Query { b: Int }", "There can be only one type named \"Query\". (1:6, 1:28)"),
        Case(
            "scalar Query",
            base: "type Query { a: Int }",
            "Type \"Query\" already exists in the schema. It cannot also be defined in this type definition. (1:8)"
        ),
        Case(
            "type Query { a: E } enum E { A B } extend enum E { A }",
            "Enum value \"E.A\" can only be defined once. (1:30, 1:52)"
        ),
        Case(
            "extend enum E { A }",
            base: "type Query { a: E } enum E { A }",
            "Enum value \"E.A\" already exists in the schema. It cannot also be defined in this type extension. (1:17)"
        ),
        Case(
            "type Query { a: Int a: Int } extend type Query { a: Int }",
            "Field \"Query.a\" can only be defined once. (1:14, 1:21)",
            "Field \"Query.a\" can only be defined once. (1:14, 1:50)"
        ),
        Case(
            "extend type Query { a: Int }",
            base: "type Query { a: Int }",
            "Field \"Query.a\" already exists in the schema. It cannot also be defined in this type extension. (1:21)"
        ),
        Case(
            "type Query { a(x: Int, y: Int, x: Int): Int } directive @d(z: Int, z: Int) on FIELD",
            "Argument \"@d(z:)\" can only be defined once. (1:60, 1:68)",
            "Argument \"Query.a(x:)\" can only be defined once. (1:16, 1:32)"
        ),
        Case(
            "directive @d on FIELD directive @d on FIELD type Query { a: Int }",
            "There can be only one directive named \"@d\". (1:12, 1:34)"
        ),
        Case(
            "directive @skip on FIELD",
            base: "type Query { a: Int }",
            "Directive \"@skip\" already exists in the schema. It cannot be redefined. (1:12)"
        ),
        Case(
            "type Query implements Nod { a(x: Inpt): Qery } interface Node { a: Int } union U = Nobody",
            "Unknown type \"Nod\". Did you mean \"Node\" or \"ID\"? (1:23)",
            "Unknown type \"Inpt\". Did you mean \"Int\"? (1:34)",
            "Unknown type \"Qery\". Did you mean \"Query\"? (1:41)",
            "Unknown type \"Nobody\". Did you mean \"Node\"? (1:84)"
        ),
        Case("schema { query: Qeury } type Query { a: Int }", "Unknown type \"Qeury\". Did you mean \"Query\"? (1:17)"),
        Case(
            "type Query @gone { a(x: Int @gone): Int @gone } enum E { A @gone }",
            "Unknown directive \"@gone\". (1:12)",
            "Unknown directive \"@gone\". (1:29)",
            "Unknown directive \"@gone\". (1:41)",
            "Unknown directive \"@gone\". (1:60)"
        ),
        Case(
            "type Query @deprecated { a: Int @skip(if: true) }",
            "Directive \"@deprecated\" may not be used on OBJECT. (1:12)",
            "Directive \"@skip\" may not be used on FIELD_DEFINITION. (1:33)"
        ),
        Case(
            "directive @d on OBJECT type Query @d @d { a: Int } extend type Query @d",
            "The directive \"@d\" can only be used once at this location. (1:35, 1:38)",
            "The directive \"@d\" can only be used once at this location. (1:35, 1:70)"
        ),
        Case("directive @d repeatable on OBJECT type Query @d @d { a: Int } extend type Query @d"),
        Case(
            "type Query { a: Int } extend type Quer { b: Int } extend enum Query { A }",
            "Cannot extend type \"Quer\" because it is not defined. Did you mean \"Query\"? (1:35)",
            "Cannot extend non-enum type \"Query\". (1:1, 1:51)"
        ),
        Case(
            "extend scalar Query @d",
            base: "directive @d on SCALAR type Query { a: Int }",
            "Cannot extend non-scalar type \"Query\". (1:1)"
        ),
        Case(
            "type Query { a: Int @deprecated(reson: \"x\", reson: \"y\") } scalar S @specifiedBy",
            "There can be only one argument named \"reson\". (1:33, 1:45)",
            "Unknown argument \"reson\" on directive \"@deprecated\". Did you mean \"reason\"? (1:33)",
            "Unknown argument \"reson\" on directive \"@deprecated\". Did you mean \"reason\"? (1:45)",
            "Directive \"@specifiedBy\" argument \"url\" of type \"String!\" is required, but it was not provided. (1:68)"
        ),
        Case(
            "type Query { a(x: In = {a: 1, a: 2, b: [{a: 1, a: 2}]}): Int } input In { a: Int b: [In] }",
            "There can be only one input field named \"a\". (1:25, 1:31)",
            "There can be only one input field named \"a\". (1:42, 1:48)"
        ),
        Case(
            "type Query { a: Int @deprecated(reason: 1) } scalar S @specifiedBy(url: null)",
            "Argument \"reason\" has invalid value 1. (1:41)",
            "Argument \"url\" of non-null type \"String!\" must not be null. (1:73)"
        ),
        Case("type Query { a: Int } fragment F on Gone { a }", "Unknown type \"Gone\". (1:37)"),
    ]

    @Test("a document that breaks a rule is refused with the reference's messages", arguments: cases)
    func document(_ item: Case) throws {
        let base = try item.base.map { try Schema(sdl: $0) }
        func build() throws -> Schema { try base?.extended(sdl: item.sdl) ?? Schema(sdl: item.sdl) }
        if item.errors.isEmpty {
            _ = try build()
            return
        }
        let error = #expect(throws: SchemaError.self) { try build() }
        #expect(error?.phase == .document)
        #expect(error?.errors.map(\.description).sorted() == item.errors.sorted())
    }

    @Test("a document that does not parse is a syntax error")
    func syntax() {
        let error = #expect(throws: SchemaError.self) { try Schema(sdl: "type Query {") }
        #expect(error?.phase == .syntax)
        #expect(error?.errors.first?.code == .parseFailed)
    }

    @Test("an extension may stand before what it extends, and built-in directives may be used")
    func accepted() throws {
        let schema = try Schema(
            sdl: """
                extend type Query @a { b: Int @deprecated }
                extend schema { mutation: M }
                schema { query: Query }
                directive @a on OBJECT
                type Query { a(x: Int @deprecated): S }
                type M { c(in: In): Int }
                input In @oneOf { x: Int y: Int @deprecated(reason: null) }
                scalar S
                extend scalar S @specifiedBy(url: "u")
                """
        )
        #expect(
            SchemaPrinter.print(schema) == """
                schema {
                  query: Query
                  mutation: M
                }

                directive @a on OBJECT

                type Query {
                  a(x: Int @deprecated): S
                  b: Int @deprecated
                }

                type M {
                  c(in: In): Int
                }

                input In @oneOf {
                  x: Int
                  y: Int
                }

                scalar S @specifiedBy(url: "u")
                """
        )
    }
}
