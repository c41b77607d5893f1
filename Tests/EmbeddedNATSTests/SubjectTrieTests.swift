import Testing

@testable import EmbeddedNATS

struct SubjectTrieTests {
    @Test(
        "a filter is found by exactly the subjects that the rules say",
        arguments: [
            ("a.b", "a.b", true), ("a.b", "a", false), ("a.b", "a.b.c", false), ("a.*", "a.b", true),
            ("a.*", "a", false),
            ("*.b", "a.b", true), (">", "a", true), ("a.>", "a", false), ("a.>", "a.b.c", true), ("*", "a", true),
            ("*", "a.b", false), ("a*", "a*", true), ("a*", "ab", false), ("a.>b", "a.>b", true),
            ("a.>b", "a.c", false),
            ("\u{e9}", "e\u{301}", false),
        ]
    )
    func matching(filter: String, subject: String, matches: Bool) {
        var trie = SubjectTrie<Int>()
        trie.insert(1, for: filter)
        var found: [Int] = []
        trie.forEachMatch(of: subject) { found.append($0) }
        #expect(found == (matches ? [1] : []))
        #expect(SubjectRules.matches(subject, filter: filter) == matches)
        trie.remove(1, for: filter)
        #expect(trie.isEmpty)
        let isStillThere = trie.hasMatch(of: subject)
        #expect(!isStillThere)
    }

    @Test("the trie agrees with a list of filters whatever comes and goes")
    func randomised() {
        var random = SeededGenerator(seed: 7)
        var trie = SubjectTrie<Int>()
        var list: [(value: Int, filter: String)] = []
        func subject(_ alphabet: [String]) -> String {
            (0..<Int.random(in: 1...4, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" }
                .joined(separator: ".")
        }
        for step in 0..<3000 {
            if list.count > 40 || (step % 3 == 0 && !list.isEmpty) {
                let index = Int.random(in: 0..<list.count, using: &random)
                trie.remove(list[index].value, for: list[index].filter)
                list.remove(at: index)
            } else {
                var filter = subject(["a", "b", "*"])
                if Bool.random(using: &random) { filter += ".>" }
                trie.insert(step, for: filter)
                list.append((step, filter))
            }
            let wanted = subject(["a", "b", "c"])
            var found: Set<Int> = []
            trie.forEachMatch(of: wanted) { found.insert($0) }
            let expected = Set(list.filter { SubjectRules.matches(wanted, filter: $0.filter) }.map(\.value))
            #expect(found == expected, "seed 7, step \(step), subject \(wanted)")
        }
        #expect(trie.count == list.count)
    }
}

/// A generator whose numbers follow from its seed (splitmix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
