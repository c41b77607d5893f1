import GraphQLEngine
import Testing

@Suite("Rules about operations and fragments")
struct OperationAndFragmentRulesTests {
    @Test(
        "operations: executable, named uniquely, alone without a name, supported",
        arguments: [
            RuleCase("{ dog { name } }"),
            RuleCase(
                "{ dog { name } } type A { b: Int } schema { query: A }",
                "The \"A\" definition is not executable. 1:18",
                "The schema definition is not executable. 1:36"
            ),
            RuleCase(
                "query A { dog { name } } query A { dog { name } }",
                "There can be only one operation named \"A\". 1:7 1:32"
            ),
            RuleCase(
                "{ dog { name } } query A { dog { name } }",
                "This anonymous operation must be the only defined operation. 1:1"
            ),
        ]
    )
    func operations(item: RuleCase) throws {
        try item.check()
    }

    @Test("an operation that the schema has no root type for is refused")
    func unsupported() throws {
        let schema = try Schema(sdl: "type Query { a: Int }")
        let document = try Parser.parse("mutation { b }")
        #expect(
            Validator.validate(document, schema: schema).map(\.message)
                == ["The mutation operation is not supported by the schema."]
        )
    }

    @Test(
        "a subscription selects one field, no introspection, no conditions",
        arguments: [
            RuleCase("subscription { news }"),
            RuleCase("subscription { ...F } fragment F on Subscription { n: news ... { n: news } }"),
            RuleCase(
                "subscription S { news other ...F } fragment F on Subscription { news dog { name } }",
                "Subscription \"S\" must select only one top level field. 1:23 1:70"
            ),
            RuleCase(
                "subscription { __typename }",
                "Anonymous Subscription must not select an introspection top level field. 1:16"
            ),
            RuleCase(
                "subscription { news @skip(if: true) }",
                "Anonymous Subscription must not use `@skip` or `@include` directives in the top level selection. 1:21"
            ),
        ]
    )
    func subscriptions(item: RuleCase) throws {
        try item.check()
    }

    @Test(
        "fragments: named uniquely, used, known, on types that exist and have fields",
        arguments: [
            RuleCase("{ dog { ...F } } fragment F on Pet { name }"),
            RuleCase(
                "{ dog { ...F } } fragment F on Dog { name } fragment F on Dog { name }",
                "There can be only one fragment named \"F\". 1:27 1:54"
            ),
            RuleCase("{ dog { name } } fragment F on Dog { name }", "Fragment \"F\" is never used. 1:18"),
            RuleCase("{ dog { ...F } }", "Unknown fragment \"F\". 1:12"),
            RuleCase("{ dog { ... on Dgo { name } } }", "Unknown type \"Dgo\". Did you mean \"Dog\"? 1:16"),
            RuleCase(
                "{ dog { ... on Int { name } } }",
                "Fragment cannot condition on non composite type \"Int\". 1:16"
            ),
            RuleCase(
                "{ dog { ...F } } fragment F on Options { name }",
                "Fragment \"F\" cannot condition on non composite type \"Options\". 1:32"
            ),
        ]
    )
    func fragments(item: RuleCase) throws {
        try item.check()
    }

    @Test(
        "fragments are spread where they can apply",
        arguments: [
            RuleCase("{ pet { ... on Dog { barkVolume } ... on CatOrDog { __typename } } }"),
            RuleCase(
                "{ dog { ... on Cat { name } } }",
                "Fragment cannot be spread here as objects of type \"Dog\" can never be of type \"Cat\". 1:9"
            ),
            RuleCase(
                "{ catOrDog { ...F } } fragment F on Human { name }",
                "Fragment \"F\" cannot be spread here as objects of type \"CatOrDog\" can never be of type \"Human\". 1:14"
            ),
        ]
    )
    func spreads(item: RuleCase) throws {
        try item.check()
    }

    @Test(
        "fragments do not spread themselves",
        arguments: [
            RuleCase(
                "{ dog { ...A } } fragment A on Dog { name ...A }",
                "Cannot spread fragment \"A\" within itself. 1:43"
            ),
            RuleCase(
                "{ dog { ...A } } fragment A on Dog { ...B } fragment B on Dog { ...C } fragment C on Dog { ...A }",
                "Cannot spread fragment \"A\" within itself via \"B\", \"C\". 1:38 1:65 1:92"
            ),
            RuleCase(
                "{ dog { ...A } } fragment A on Dog { ...B ...B } fragment B on Dog { name }"
            ),
            RuleCase(
                "{ dog { ...A } } fragment A on Dog { owner { pets { ... on Dog { ...A } } } }",
                "Cannot spread fragment \"A\" within itself. 1:66"
            ),
        ]
    )
    func cycles(item: RuleCase) throws {
        try item.check()
    }
}
