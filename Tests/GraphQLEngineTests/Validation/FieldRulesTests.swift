import GraphQLEngine
import Testing

@Suite("Rules about fields, arguments and directives")
struct FieldRulesTests {
    @Test(
        "fields exist on their type, with suggestions",
        arguments: [
            RuleCase(
                "{ dog { __typename } catOrDog { __typename } __schema { types { name } } __type(name: \"A\") { name } }"
            ),
            RuleCase(
                "{ dog { meowVolume } }",
                "Cannot query field \"meowVolume\" on type \"Dog\". Did you mean \"barkVolume\"? 1:9"
            ),
            RuleCase(
                "{ dog { unknown { deeper(a: $b) } } }",
                "Cannot query field \"unknown\" on type \"Dog\". 1:9",
                "Variable \"$b\" is not defined. 1:29 1:1"
            ),
            RuleCase(
                "{ pet { barkVolume } }",
                "Cannot query field \"barkVolume\" on type \"Pet\". Did you mean to use an inline fragment on \"Dog\"? 1:9"
            ),
            RuleCase(
                "{ catOrDog { name } }",
                "Cannot query field \"name\" on type \"CatOrDog\". "
                    + "Did you mean to use an inline fragment on \"Being\", \"Pet\", \"Cat\", or \"Dog\"? 1:14"
            ),
            RuleCase("{ dog { __schema { types { name } } } }", "Cannot query field \"__schema\" on type \"Dog\". 1:9"),
        ]
    )
    func existence(item: RuleCase) throws {
        try item.check()
    }

    @Test(
        "leaf fields have no selections, others have",
        arguments: [
            RuleCase(
                "{ dog }",
                "Field \"dog\" of type \"Dog\" must have a selection of subfields. Did you mean \"dog { ... }\"? 1:3"
            ),
            RuleCase(
                "{ dog { name { a } } }",
                "Field \"name\" must not have a selection since type \"String\" has no subfields. 1:14"
            ),
        ]
    )
    func leaves(item: RuleCase) throws {
        try item.check()
    }

    @Test(
        "arguments are known, unique and given where required",
        arguments: [
            RuleCase("{ text(value: \"a\") withDefault }"),
            RuleCase(
                "{ dog { name(surnam: true) } }",
                "Unknown argument \"surnam\" on field \"Dog.name\". Did you mean \"surname\"? 1:14"
            ),
            RuleCase("{ int(value: 1, value: 1) }", "There can be only one argument named \"value\". 1:7 1:17"),
            RuleCase(
                "{ text }",
                "Field \"text\" argument \"value\" of type \"String!\" is required, but it was not provided. 1:3"
            ),
            RuleCase(
                "{ dog { name @needy nickname @onField(cuont: 1) } }",
                "Directive \"@needy\" argument \"why\" of type \"String!\" is required, but it was not provided. 1:14",
                "Unknown argument \"cuont\" on directive \"@onField\". Did you mean \"count\"? 1:39"
            ),
        ]
    )
    func arguments(item: RuleCase) throws {
        try item.check()
    }

    @Test(
        "directives are known, where they may stand, and once unless repeatable",
        arguments: [
            RuleCase("query ($a: Int @onVariable) { int(value: $a) @many @many @skip(if: true) }"),
            RuleCase("{ dog { name @nope(a: 1) } }", "Unknown directive \"@nope\". 1:14"),
            RuleCase("query @onField { dog { name } }", "Directive \"@onField\" may not be used on QUERY. 1:7"),
            RuleCase(
                "{ dog { name @onField @onField } }",
                "The directive \"@onField\" can only be used once at this location. 1:14 1:23"
            ),
            RuleCase("{ ... @skip(if: 1) { dog { name } } }", "Boolean cannot represent a non boolean value: 1 1:17"),
        ]
    )
    func directives(item: RuleCase) throws {
        try item.check()
    }

    @Test("introspection lists three deep are refused, directly and through fragments")
    func introspectionDepth() throws {
        let deep = "__schema { types { fields { type { fields { type { ...T } } } } } }"
        #expect(
            try ValidationHarness.errors("{ \(deep) } fragment T on __Type { interfaces { name } }")
                == ["Maximum introspection depth exceeded 1:3"]
        )
        #expect(try ValidationHarness.errors("{ \(deep) } fragment T on __Type { ofType { name } }").isEmpty)
    }

    @Test(
        "deprecated parts are refused where the caller wishes",
        arguments: [
            RuleCase(
                "{ catOrDog { ... on Cat { meows } } }",
                "The field Cat.meows is deprecated. Ask the volume. 1:27"
            ),
            RuleCase("{ int(other: 1) }", "Field \"Query.int\" argument \"other\" is deprecated. No. 1:7"),
            RuleCase(
                "{ options(value: {required: true, old: 1, command: DOWN}) }",
                "The input field Options.old is deprecated. New. 1:35",
                "The enum value \"Command.DOWN\" is deprecated. Rude. 1:52"
            ),
        ]
    )
    func deprecated(item: RuleCase) throws {
        try item.check(options: ValidationOptions(forbidsDeprecated: true))
        #expect(try ValidationHarness.errors(item.document).isEmpty)
    }

    @Test("introspection is refused where the caller wishes, `__typename` is not")
    func introspection() throws {
        let options = ValidationOptions(forbidsIntrospection: true)
        let prefix = "GraphQL introspection has been disabled, but the requested query contained the field "
        #expect(
            try ValidationHarness.errors("{ __typename __schema { types { name } } }", options: options)
                == [prefix + "\"__schema\". 1:14", prefix + "\"types\". 1:25"]
        )
    }
}
