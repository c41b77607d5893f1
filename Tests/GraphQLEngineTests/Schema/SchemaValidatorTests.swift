import GraphQLEngine
import Testing

@Suite("Validation of type systems")
struct SchemaValidatorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var sdl: String
        var errors: [String]

        init(_ sdl: String, _ errors: String...) {
            self.sdl = sdl
            self.errors = errors
        }

        var testDescription: String { sdl }
    }

    static let roots = [
        Case("type Q { a: Int }", "Query root type must be provided."),
        Case("schema { mutation: Q } type Q { a: Int }", "Query root type must be provided. (1:1)"),
        Case("input Query { a: Int }", "Query root type must be Object type, it cannot be Query. (1:1)"),
        Case(
            "schema { query: Q mutation: I } type Q { a: Int } input I { a: Int }",
            "Mutation root type must be Object type if provided, it cannot be I. (1:29)"
        ),
        Case(
            "schema { query: Q mutation: Q subscription: Q } type Q { a: Int }",
            "All root types must be different, \"Q\" type is used as query, mutation, and subscription root types. "
                + "(1:17, 1:29, 1:45)"
        ),
    ]

    static let members = [
        Case("type Query { a: Int } type T", "Type T must define one or more fields. (1:23)"),
        Case(
            "type Query { a: Int } interface T extend interface T @d directive @d on INTERFACE",
            "Type T must define one or more fields. (1:23, 1:35)"
        ),
        Case("type Query { a: Int } enum T", "Enum type T must define one or more values. (1:23)"),
        Case("type Query { a: Int } union T", "Union type T must define one or more member types. (1:23)"),
        Case("type Query { a: Int } input T", "Input Object type T must define one or more fields. (1:23)"),
        Case(
            "type Query { __a(__b: Int): __T } enum __T { __C }",
            "Name \"__a\" must not begin with \"__\", which is reserved by GraphQL introspection. (1:14)",
            "Name \"__b\" must not begin with \"__\", which is reserved by GraphQL introspection. (1:18)",
            "Name \"__T\" must not begin with \"__\", which is reserved by GraphQL introspection. (1:35)",
            "Name \"__C\" must not begin with \"__\", which is reserved by GraphQL introspection. (1:46)"
        ),
        Case(
            "directive @__d(__x: Query) on FIELD type Query { a: Int }",
            "Name \"__d\" must not begin with \"__\", which is reserved by GraphQL introspection. (1:1)",
            "Name \"__x\" must not begin with \"__\", which is reserved by GraphQL introspection. (1:16)",
            "The type of @__d(__x:) must be Input Type but got: Query. (1:16)"
        ),
        Case(
            "type Query { a(x: [Query!]): [In]! } input In { b: Query }",
            "The type of Query.a must be Output Type but got: [In]!. (1:30)",
            "The type of Query.a(x:) must be Input Type but got: [Query!]. (1:19)",
            "The type of In.b must be Input Type but got: Query. (1:52)"
        ),
        Case(
            "type Query { a(x: Int! @deprecated): In2 } type In2 { b: Int } input In { c: Int! @deprecated d: Int! = 1 "
                + "@deprecated } directive @d(e: Int! @deprecated) on FIELD",
            "Required argument Query.a(x:) cannot be deprecated. (1:24, 1:19)",
            "Required input field In.c cannot be deprecated. (1:83, 1:78)",
            "Required argument @d(e:) cannot be deprecated. (1:142, 1:137)"
        ),
        Case(
            "type Query { a: U } union U = Query | Int | Query",
            "Union type U can only include Object types, it cannot include Int. (1:39)",
            "Union type U can only include type Query once. (1:31, 1:45)"
        ),
        Case(
            "type Query { a(x: In): Int } input In @oneOf { b: Int! c: Int = 1 }",
            "OneOf input field In.b must be nullable. (1:51)",
            "OneOf input field In.c cannot have a default value. (1:56)"
        ),
    ]

    static let interfaces = [
        Case(
            "type Query implements Q2 & I & I { a: Int } type Q2 { a: Int } interface I { a: Int }",
            "Type Query must only implement Interface types, it cannot implement Q2. (1:23)",
            "Type Query can only implement I once. (1:28, 1:32)"
        ),
        Case(
            "type Query { a: I } interface I implements I { a: Int }",
            "Type I cannot implement itself because it would create a circular reference. (1:44)"
        ),
        Case(
            "type Query implements J { a: Int } interface I { a: Int } interface J implements I { a: Int }",
            "Type Query must implement I because it is implemented by J. (1:82, 1:23)"
        ),
        Case(
            "type Query { a: I } interface I implements J { a: Int } interface J implements I { a: Int }",
            "Type I cannot implement J because it would create a circular reference. (1:80, 1:44)",
            "Type J cannot implement I because it would create a circular reference. (1:44, 1:80)"
        ),
        Case(
            "type Query implements I { b: Int } interface I { a: Int }",
            "Interface field I.a expected but Query does not provide it. (1:50, 1:1)"
        ),
        Case(
            "type Query implements I { a: Int } interface I { a: Int! }",
            "Interface field I.a expects type Int! but Query.a is type Int. (1:53, 1:30)"
        ),
        Case("type Query implements I { a: [Query!]! } interface I { a: [I] }"),
        Case(
            "type Query implements I { a(y: Int!, z: Int): Int } interface I { a(x: Int): Int }",
            "Interface field argument I.a(x:) expected but Query.a does not provide it. (1:69, 1:27)",
            "Object field Query.a includes required argument y that is missing from the Interface field I.a. (1:29, 1:67)"
        ),
        Case(
            "type Query implements I { a(x: Int!): Int } interface I { a(x: Int): Int }",
            "Interface field argument I.a(x:) expects type Int but Query.a(x:) is type Int!. (1:64, 1:32)"
        ),
    ]

    static let cycles = [
        Case(
            "type Query { a(x: A): Int } input A { a: A! }",
            "Cannot reference Input Object \"A\" within itself through a series of non-null fields: \"a\". (1:39)"
        ),
        Case(
            "type Query { a(x: A): Int } input A { b: B! } input B { c: C! } input C { a: A! b: B! }",
            "Cannot reference Input Object \"A\" within itself through a series of non-null fields: \"b.c.a\". "
                + "(1:39, 1:57, 1:75)",
            "Cannot reference Input Object \"B\" within itself through a series of non-null fields: \"c.b\". (1:57, 1:81)"
        ),
        Case("type Query { a(x: A): Int } input A { a: A b: [A!]! c: B! } input B { a: A }"),
    ]

    @Test(
        "a type system that breaks a rule is refused with the reference's messages",
        arguments: roots + members + interfaces + cycles
    )
    func typeSystem(_ item: Case) throws {
        if item.errors.isEmpty {
            _ = try Schema(sdl: item.sdl)
            return
        }
        let error = #expect(throws: SchemaError.self) { try Schema(sdl: item.sdl) }
        #expect(error?.phase == .schema)
        #expect(error?.errors.map(\.description).sorted() == item.errors.sorted())
    }

    @Test("locations in the schema that is extended are those of its own text")
    func locationsOfBase() throws {
        let base = try Schema(sdl: "\n\ntype Query { a: Int }\ninterface I { b: Int! }")
        let error = #expect(throws: SchemaError.self) {
            try base.extended(sdl: "extend type Query implements I { b: Int }")
        }
        #expect(
            error?.description == "Interface field I.b expects type Int! but Query.b is type Int. (4:18, 1:37)"
        )
    }

    @Test("a chain of 20,000 input objects is followed without recursion")
    func longChain() throws {
        let count = 20_000
        let chain = (0..<count).map { "input A\($0) { a: A\(($0 + 1) % count)! }" }.joined(separator: " ")
        let error = #expect(throws: SchemaError.self) { try Schema(sdl: "type Query { a(x: A0): Int } " + chain) }
        #expect(error?.errors.count == 1)
        #expect(error?.errors.first?.locations.count == count)
    }
}
