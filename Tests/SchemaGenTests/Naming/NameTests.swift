import Testing

@testable import SchemaGen

@Suite("Names")
struct NameTests {
    @Test(arguments: [
        ("plain", "plain"), ("", "_"), ("1st", "_1st"), ("kebab-case", "kebab_case"), ("with space", "with_space"),
        ("__typename", "_typename"), ("____", "_"), ("🚀", "_"), ("a🚀b", "a_b"), ("größe", "gr_e"), ("名前", "_"),
        ("a.b", "a_b"), ("$ref", "_ref"), ("-", "_"), ("_id", "_id"), ("a--b", "a_b"), ("é", "_"),
    ])
    func areMadeLegal(_ property: String, _ name: String) {
        #expect(GraphQLName.legalized(property) == name)
        #expect(GraphQLName.isDefinable(name))
    }

    @Test("properties that differ only in what is replaced are numbered around those that are legal")
    func fieldNames() {
        let names = NameMapper.fieldNames(for: ["a-b", "a.b", "a_b", "a_b_2", "a b", ""])
        #expect(names == ["a_b_3", "a_b_4", "a_b", "a_b_2", "a_b_5", "_"])
    }

    @Test("names of nothing but replaced characters stay clear of reserved ones")
    func underscores() {
        #expect(NameMapper.fieldNames(for: ["🚀", "名前", "é", "_"]) == ["_2", "_3", "_4", "_"])
    }

    @Test("names never clash, however many are equal")
    func claims() {
        var mapper = NameMapper()
        let names = (0..<1_000).map { _ in mapper.claim("A") } + [mapper.claim("A_7"), mapper.claim("A_2_2")]
        #expect(Set(names).count == names.count)
        #expect(names.prefix(3) == ["A", "A_2", "A_3"])
    }

    @Test(arguments: [
        ("token", true), ("_t", true), ("T0", true), ("1t", false), ("", false), ("a-b", false), ("é", false),
    ])
    func legality(_ name: String, _ isLegal: Bool) {
        #expect(GraphQLName.isLegal(name) == isLegal)
    }

    @Test(arguments: ["true", "false", "null", "__x", "1", "a b", ""])
    func cannotBeEnumValues(_ text: String) {
        #expect(!GraphQLName.isEnumValue(text))
    }
}
