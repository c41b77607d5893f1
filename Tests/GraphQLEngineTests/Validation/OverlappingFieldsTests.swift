import GraphQLEngine
import Testing

@Suite("Overlapping fields")
struct OverlappingFieldsTests {
    private static func conflict(_ key: String, _ reason: String, _ places: String) -> String {
        "Fields \"\(key)\" conflict because \(reason). "
            + "Use different aliases on the fields to fetch both if this was intentional. \(places)"
    }

    @Test(
        "fields that can be merged",
        arguments: [
            "{ dog { name name } dog { name owner { name } } }",
            "{ int(value: 1) int(value: 1) o: options(value: {required: true, number: 1}) "
                + "o: options(value: {number: 1, required: true}) }",
            "{ pet { ... on Dog { volume: barkVolume } ... on Cat { volume: meowVolume } } }",
            "{ pet { ... on Dog { name(surname: true) } ... on Cat { name(surname: false) } } }",
            "{ dog { ...A ...B } } fragment A on Dog { x: name } fragment B on Dog { x: name ...A }",
        ]
    )
    func mergeable(document: String) throws {
        #expect(try ValidationHarness.errors(document).isEmpty)
    }

    @Test(
        "fields that cannot be merged, and why",
        arguments: [
            RuleCase("{ a: int a: float }", conflict("a", "\"int\" and \"float\" are different fields", "1:3 1:10")),
            RuleCase("{ int(value: 1) int }", conflict("int", "they have differing arguments", "1:3 1:17")),
            RuleCase(
                "{ dog { x: name } dog { x: nickname } }",
                conflict(
                    "dog",
                    "subfields \"x\" conflict because \"name\" and \"nickname\" are different fields",
                    "1:3 1:9 1:19 1:25"
                )
            ),
            RuleCase(
                "{ pet { ... on Dog { x: barkVolume } ... on Cat { x: name } } }",
                conflict("x", "they return conflicting types \"Int\" and \"String\"", "1:22 1:51")
            ),
            RuleCase(
                "{ dog { ...A ...B } } fragment A on Dog { x: name } fragment B on Dog { x: nickname }",
                conflict("x", "\"name\" and \"nickname\" are different fields", "1:43 1:73")
            ),
            RuleCase(
                "{ pet { ... on Being { x: name } ... on Dog { x: nickname } } }",
                conflict("x", "\"name\" and \"nickname\" are different fields", "1:24 1:47")
            ),
            RuleCase(
                "{ dog { o: owner { a: name } o: owner { a: pets { name } } } }",
                conflict(
                    "o",
                    "subfields \"a\" conflict because \"name\" and \"pets\" are different fields",
                    "1:9 1:20 1:30 1:41"
                )
            ),
        ]
    )
    func conflicting(item: RuleCase) throws {
        try item.check()
    }

    @Test("a cycle of fragments is compared once")
    func cycle() throws {
        let document =
            "{ dog { ...A } } fragment A on Dog { owner { pets { ...A ...B } } } "
            + "fragment B on Dog { owner { pets { ...A } } }"
        #expect(try ValidationHarness.errors(document).allSatisfy { $0.hasPrefix("Cannot spread") })
    }
}

@Suite("Hostile documents")
struct HostileDocumentTests {
    /// Documents that make pairwise comparison take quadratic or exponential time; each is valid.
    private static let documents: [(String, String)] = [
        ("10,000 aliases of one field", "{" + (0..<10_000).map { "a\($0): int " }.joined() + "}"),
        ("one field 10,000 times", "{" + String(repeating: "int ", count: 10_000) + "}"),
        ("one field with selections 3,000 times", "{" + String(repeating: "dog{name} ", count: 3_000) + "}"),
        (
            "fragments that each spread the next twice",
            "{dog{...F0}}"
                + (0..<400).map { index in
                    "fragment F\(index) on Dog{owner{pets{...F\(index + 1)}} owner{pets{...F\(index + 1)}}} "
                }.joined() + "fragment F400 on Dog{name}"
        ),
        (
            "fragments that spread all later ones, side by side and nested",
            "{dog{...F0}}"
                + (0..<300).map { index in
                    "fragment F\(index) on Dog{owner{pets{...F\(index + 1)}} ...F\(index + 1)} "
                }.joined() + "fragment F300 on Dog{name}"
        ),
        (
            "many operations with one chain of fragments",
            (0..<300).map { "query Q\($0){dog{...F0}} " }.joined()
                + (0..<300).map { "fragment F\($0) on Dog{...F\($0 + 1)} " }.joined() + "fragment F300 on Dog{name}"
        ),
    ]

    @Test("is validated in well under a second in a release build", arguments: documents.indices)
    func isFast(index: Int) throws {
        let (name, text) = Self.documents[index]
        let schema = try #require(ValidationHarness.schema)
        let document = try Parser.parse(text, limits: ParserLimits(tokens: 100_000))
        let clock = ContinuousClock()
        var errors: [GraphQLError] = []
        let time = clock.measure { errors = Validator.validate(document, schema: schema) }
        #expect(errors.isEmpty, "\(name): \(errors.prefix(2))")
        #expect(time < .seconds(20), "\(name) took \(time); the bound leaves room for debug builds on busy machines")
    }

    @Test("conflicts among 5,000 equal keys are reported up to the limit")
    func manyConflicts() throws {
        let text = "{" + (0..<5_000).map { "a: int(value: \($0)) " }.joined() + "}"
        let schema = try #require(ValidationHarness.schema)
        let document = try Parser.parse(text, limits: ParserLimits(tokens: 100_000))
        let errors = Validator.validate(document, schema: schema)
        #expect(errors.count == 101)
        #expect(errors.last?.message == "Too many validation errors, error limit reached. Validation aborted.")
    }

    @Test("a million bytes of unknown fields end at the limit of errors")
    func manyUnknownFields() throws {
        let text = "{" + (0..<3_000).map { "unknownField\($0) " }.joined() + "}"
        let errors = try ValidationHarness.errors(text, options: ValidationOptions(maximumErrors: 3))
        #expect(errors.count == 4)
        #expect(errors[0] == "Cannot query field \"unknownField0\" on type \"Query\". 1:2")
    }
}
