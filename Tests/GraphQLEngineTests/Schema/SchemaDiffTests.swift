import GraphQLEngine
import Testing

@Suite("Differences between schemas")
struct SchemaDiffTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var old: String
        var new: String
        /// Severity, kind, coordinate and description, joined by " | ".
        var changes: [String]

        init(_ old: String, _ new: String, _ changes: String...) {
            self.old = old
            self.new = new
            self.changes = changes
        }

        var testDescription: String { old + " -> " + new }
    }

    static let fields = [
        Case(
            "a: Int",
            "b: Int",
            "breaking | FIELD_REMOVED | Query.a | Query.a was removed.",
            "safe | FIELD_ADDED | Query.b | Query.b was added."
        ),
        Case("a: Int", "a: Int!", "safe | FIELD_CHANGED_KIND_SAFE | Query.a | Query.a changed type from Int to Int!."),
        Case(
            "a: [Int!]",
            "a: [Int]!",
            "breaking | FIELD_CHANGED_KIND | Query.a | Query.a changed type from [Int!] to [Int]!."
        ),
        Case("a: [Int]", "a: Int", "breaking | FIELD_CHANGED_KIND | Query.a | Query.a changed type from [Int] to Int."),
        Case("a(x: Int): Int", "a: Int", "breaking | ARG_REMOVED | Query.a(x:) | Query.a arg x was removed."),
        Case(
            "a: Int",
            "a(x: Int, y: Int!, z: Int! = 1): Int",
            "dangerous | OPTIONAL_ARG_ADDED | Query.a(x:) | An optional arg x on Query.a was added.",
            "breaking | REQUIRED_ARG_ADDED | Query.a(y:) | A required arg y on Query.a was added.",
            "dangerous | OPTIONAL_ARG_ADDED | Query.a(z:) | An optional arg z on Query.a was added."
        ),
        Case(
            "a(x: Int!): Int",
            "a(x: Int): Int",
            "safe | ARG_CHANGED_KIND_SAFE | Query.a(x:) | Query.a arg x has changed type from Int! to Int."
        ),
        Case(
            "a(x: [Int]): Int",
            "a(x: [Int!]): Int",
            "breaking | ARG_CHANGED_KIND | Query.a(x:) | Query.a arg x has changed type from [Int] to [Int!]."
        ),
        Case(
            "a(x: Int = 1): Int",
            "a(x: Int = 2): Int",
            "dangerous | ARG_DEFAULT_VALUE_CHANGE | Query.a(x:) | Query.a arg x has changed defaultValue from 1 to 2."
        ),
        Case(
            "a(x: Int = 1, y: Int! = 1): Int",
            "a(x: Int, y: Int!): Int",
            "dangerous | ARG_DEFAULT_VALUE_CHANGE | Query.a(x:) | Query.a arg x defaultValue was removed.",
            "breaking | ARG_BECAME_REQUIRED | Query.a(y:) | Query.a arg y defaultValue was removed."
        ),
        Case(
            "a(x: Int): Int",
            "a(x: Int = 1): Int",
            "safe | ARG_DEFAULT_VALUE_ADDED | Query.a(x:) | Query.a arg x got the defaultValue 1."
        ),
        Case(
            "a: Int",
            "\"d\" a: Int @deprecated",
            "safe | DESCRIPTION_CHANGED | Query.a | The description of Query.a changed.",
            "safe | DEPRECATION_CHANGED | Query.a | Query.a is deprecated."
        ),
        Case("a: Int", "a: Int"),
    ]

    @Test("changes of fields and arguments", arguments: fields)
    func fieldChanges(_ item: Case) throws {
        try check(Case("type Query { \(item.old) }", "type Query { \(item.new) }"), item.changes)
    }

    static let types = [
        Case(
            "type A { a: Int }",
            "enum A { B }",
            "breaking | TYPE_CHANGED_KIND | A | A changed from an Object type to an Enum type."
        ),
        Case(
            "type A { a: Int }",
            "type B { a: Int }",
            "breaking | TYPE_REMOVED | A | A was removed.",
            "safe | TYPE_ADDED | B | B was added."
        ),
        Case(
            "type A { a: Float }",
            "type A { a: Int }",
            "breaking | TYPE_REMOVED | Float | Standard scalar Float was removed because it is not referenced anymore.",
            "breaking | FIELD_CHANGED_KIND | A.a | A.a changed type from Float to Int."
        ),
        Case(
            "enum E { A B }",
            "enum E { B C }",
            "dangerous | VALUE_ADDED_TO_ENUM | E.C | C was added to enum type E.",
            "breaking | VALUE_REMOVED_FROM_ENUM | E.A | A was removed from enum type E."
        ),
        Case(
            "type A { a: Int } type B { a: Int } union U = A",
            "type A { a: Int } type B { a: Int } union U = B",
            "dangerous | TYPE_ADDED_TO_UNION | U | B was added to union type U.",
            "breaking | TYPE_REMOVED_FROM_UNION | U | A was removed from union type U."
        ),
        Case(
            "interface I { a: Int } interface J { a: Int } type A implements I { a: Int }",
            "interface I { a: Int } interface J { a: Int } type A implements J { a: Int }",
            "dangerous | IMPLEMENTED_INTERFACE_ADDED | A | J added to interfaces implemented by A.",
            "breaking | IMPLEMENTED_INTERFACE_REMOVED | A | A no longer implements interface I."
        ),
        Case(
            "input I { a: Int b: Int c: Int! = 1 }",
            "input I { b: Int! c: Int! d: Int e: Int! }",
            "dangerous | OPTIONAL_INPUT_FIELD_ADDED | I.d | An optional field d on input type I was added.",
            "breaking | REQUIRED_INPUT_FIELD_ADDED | I.e | A required field e on input type I was added.",
            "breaking | FIELD_REMOVED | I.a | I.a was removed.",
            "breaking | FIELD_CHANGED_KIND | I.b | I.b changed type from Int to Int!.",
            "breaking | INPUT_FIELD_BECAME_REQUIRED | I.c | I.c defaultValue was removed."
        ),
        Case(
            "input I { a: Int }",
            "input I @oneOf { a: Int }",
            "breaking | ONE_OF_ADDED | I | @oneOf was added to input type I."
        ),
        Case(
            "scalar S",
            "scalar S @specifiedBy(url: \"u\")",
            "safe | SPECIFIED_BY_CHANGED | S | The specification of S changed."
        ),
        Case(
            "directive @d(a: Int, b: Int) repeatable on FIELD | QUERY",
            "directive @d(b: [Int], c: Int!, e: Int) on FIELD | OBJECT",
            "breaking | REQUIRED_DIRECTIVE_ARG_ADDED | @d(c:) | A required arg c on directive d was added.",
            "safe | OPTIONAL_DIRECTIVE_ARG_ADDED | @d(e:) | An optional arg e on directive d was added.",
            "breaking | DIRECTIVE_ARG_REMOVED | @d(a:) | a was removed from d.",
            "breaking | DIRECTIVE_ARG_CHANGED_KIND | @d(b:) | @d arg b has changed type from Int to [Int].",
            "breaking | DIRECTIVE_REPEATABLE_REMOVED | @d | Repeatable flag was removed from d.",
            "breaking | DIRECTIVE_LOCATION_REMOVED | @d | QUERY was removed from d.",
            "safe | DIRECTIVE_LOCATION_ADDED | @d | OBJECT was added to d."
        ),
        Case(
            "directive @d on FIELD",
            "directive @e on FIELD",
            "breaking | DIRECTIVE_REMOVED | @d | d was removed.",
            "safe | DIRECTIVE_ADDED | @e | @e was added."
        ),
    ]

    @Test("changes of types and directives", arguments: types)
    func typeChanges(_ item: Case) throws {
        let query = " type Query { i: Int }"
        try check(Case(item.old + query, item.new + query), item.changes)
    }

    @Test("changes of root types")
    func roots() throws {
        let types = " type A { a: Int } type B { a: Int } type C { a: Int }"
        try check(
            Case("schema { query: A mutation: B }" + types, "\"d\" schema { query: C subscription: B }" + types),
            [
                "safe | DESCRIPTION_CHANGED |  | The description of the schema changed.",
                "breaking | ROOT_TYPE_CHANGED | A | Root type of query changed from A to C.",
                "breaking | ROOT_TYPE_CHANGED | B | B was removed as root type of mutation.",
                "safe | ROOT_TYPE_ADDED | B | B was added as root type of subscription.",
            ]
        )
    }

    private func check(_ item: Case, _ expected: [String]) throws {
        let diff = SchemaDiff(from: try Schema(sdl: item.old), to: try Schema(sdl: item.new))
        let found = diff.changes.map { "\($0.severity) | \($0.kind.rawValue) | \($0.coordinate) | \($0.description)" }
        #expect(found == expected)
        #expect(diff.severity == diff.changes.map(\.severity).max())
        #expect(diff.changes(of: .breaking).count == expected.filter { $0.hasPrefix("breaking") }.count)
    }
}
