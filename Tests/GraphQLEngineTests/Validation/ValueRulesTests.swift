import GraphQLEngine
import Testing

@Suite("Rules about values and variables")
struct ValueRulesTests {
    @Test(
        "literals that fit",
        arguments: [
            "{ int(value: -2147483648) float(value: 1) text(value: \"\"\"x\"\"\") command(value: SIT) }",
            "{ list(values: [1, 2]) nested(values: 1) anything(value: {a: [1, $b]}) }".replacing("$b", with: "B"),
            "{ list(values: 1) int(value: null) human(id: 12) { name } }",
            "{ options(value: {required: false, inner: {required: true, list: \"one\"}}) }",
            "{ choice(value: {text: \"a\"}) }",
        ]
    )
    func fitting(document: String) throws {
        #expect(try ValidationHarness.errors(document).isEmpty)
    }

    @Test(
        "literals that do not fit",
        arguments: [
            RuleCase("{ int(value: \"1\") }", "Int cannot represent non-integer value: \"1\" 1:14"),
            RuleCase("{ int(value: 1.0) }", "Int cannot represent non-integer value: 1.0 1:14"),
            RuleCase(
                "{ int(value: 2147483648) }",
                "Int cannot represent non 32-bit signed integer value: 2147483648 1:14"
            ),
            RuleCase("{ float(value: true) }", "Float cannot represent non numeric value: true 1:16"),
            RuleCase("{ text(value: 1) }", "String cannot represent a non string value: 1 1:15"),
            RuleCase("{ text(value: null) }", "Expected value of type \"String!\", found null. 1:15"),
            RuleCase(
                "{ command(value: \"SIT\") }",
                "Enum \"Command\" cannot represent non-enum value: \"SIT\". Did you mean the enum value \"SIT\"? 1:18"
            ),
            RuleCase(
                "{ command(value: SITT) }",
                "Value \"SITT\" does not exist in \"Command\" enum. Did you mean the enum value \"SIT\"? 1:18"
            ),
            RuleCase(
                "{ list(values: [1, \"2\", null]) }",
                "Int cannot represent non-integer value: \"2\" 1:20",
                "Expected value of type \"Int!\", found null. 1:25"
            ),
            RuleCase("{ int(value: [1]) }", "Int cannot represent non-integer value: [1] 1:14"),
            RuleCase("{ options(value: 1) }", "Expected value of type \"Options\", found 1. 1:18"),
        ]
    )
    func unfitting(item: RuleCase) throws {
        try item.check()
    }

    @Test(
        "input objects: known fields, each once, required ones given, one for OneOf",
        arguments: [
            RuleCase(
                "{ options(value: {}) }",
                "Field \"Options.required\" of required type \"Boolean!\" was not provided. 1:18"
            ),
            RuleCase(
                "{ options(value: {required: true, nmuber: 1}) }",
                "Field \"nmuber\" is not defined by type \"Options\". Did you mean \"number\"? 1:35"
            ),
            RuleCase(
                "{ options(value: {required: true, number: 1, number: 1}) }",
                "There can be only one input field named \"number\". 1:35 1:46"
            ),
            RuleCase(
                "{ choice(value: {text: \"a\", number: 1}) }",
                "OneOf Input Object \"Choice\" must specify exactly one key. 1:17"
            ),
            RuleCase("{ choice(value: {text: null}) }", "Field \"Choice.text\" must be non-null. 1:17"),
            RuleCase(
                "query ($a: String) { choice(value: {text: $a}) }",
                "Variable \"a\" must be non-nullable to be used for OneOf Input Object \"Choice\". 1:36"
            ),
            RuleCase(
                "query ($a: String) { ...F } fragment F on Query { choice(value: {text: $a}) }",
                "Variable \"a\" must be non-nullable to be used for OneOf Input Object \"Choice\". 1:65"
            ),
            RuleCase("query ($a: String!) { choice(value: {text: $a}) }"),
        ]
    )
    func inputObjects(item: RuleCase) throws {
        try item.check()
    }

    @Test(
        "variables: defined once, of input types, used, and defined where used",
        arguments: [
            RuleCase(
                "query ($a: Int, $a: Int) { int(value: $a) }",
                "There can be only one variable named \"$a\". 1:9 1:18"
            ),
            RuleCase(
                "query ($a: [Dog!]) { int(value: $a) }",
                "Variable \"$a\" cannot be non-input type \"[Dog!]\". 1:12",
                "Variable \"$a\" of type \"[Dog!]\" used in position expecting type \"Int\". 1:8 1:33"
            ),
            RuleCase("query Q($a: Int) { dog { name } }", "Variable \"$a\" is never used in operation \"Q\". 1:9"),
            RuleCase("query Q { int(value: $a) }", "Variable \"$a\" is not defined by operation \"Q\". 1:22 1:1"),
            RuleCase(
                "query Q($a: Int) { ...F } query R { ...F } fragment F on Query { int(value: $a) }",
                "Variable \"$a\" is not defined by operation \"R\". 1:77 1:27"
            ),
            RuleCase(
                "query ($a: Int = \"x\") { int(value: $a) }",
                "Int cannot represent non-integer value: \"x\" 1:18"
            ),
            RuleCase("query ($a: Nope) { int(value: $a) }", "Unknown type \"Nope\". 1:12"),
        ]
    )
    func variables(item: RuleCase) throws {
        try item.check()
    }

    @Test(
        "variables stand where their type is allowed",
        arguments: [
            RuleCase("query ($a: Int!, $b: [Int!]!) { int(value: $a) list(values: $b) }"),
            RuleCase("query ($a: String = \"x\") { text(value: $a) }"),
            RuleCase("query ($a: String) { withDefault(value: $a) }"),
            RuleCase(
                "query ($a: String = null) { text(value: $a) }",
                "Variable \"$a\" of type \"String\" used in position expecting type \"String!\". 1:8 1:41"
            ),
            RuleCase(
                "query ($a: [Int]) { list(values: $a) }",
                "Variable \"$a\" of type \"[Int]\" used in position expecting type \"[Int!]\". 1:8 1:34"
            ),
            RuleCase(
                "query ($a: Int) { list(values: [$a]) }",
                "Variable \"$a\" of type \"Int\" used in position expecting type \"Int!\". 1:8 1:33"
            ),
            RuleCase(
                "query ($a: String) { dog { name @skip(if: $a) } }",
                "Variable \"$a\" of type \"String\" used in position expecting type \"Boolean!\". 1:8 1:43"
            ),
        ]
    )
    func positions(item: RuleCase) throws {
        try item.check()
    }
}
