import Testing

@testable import SchemaGen

@Suite struct PatternTests {
    private func matches(_ source: String, _ text: String) throws -> Bool {
        var scratch = PatternScratch()
        return try Pattern(source).matches(Array(text.utf8).span, &scratch)
    }

    @Test(
        "expressions match what ECMA-262 says, found anywhere",
        arguments: [
            ("", ["", "a"], []), ("a", ["a", "bab"], ["", "b"]), ("^a$", ["a"], ["aa", "ab", "a\n"]),
            ("a|bc|", ["x"], []),
            ("^(a|bc)$", ["a", "bc"], ["b", "abc", ""]), ("^a*$", ["", "aaa"], ["ab"]),
            ("^a+b?$", ["a", "aab"], ["b", "abb"]),
            ("^a{2}$", ["aa"], ["a", "aaa"]), ("^a{2,}$", ["aa", "aaaa"], ["a"]),
            ("^a{1,3}$", ["a", "aaa"], ["", "aaaa"]),
            ("^a{0}$", [""], ["a"]), ("^(a{2}){2}$", ["aaaa"], ["aa", "aaa"]), ("^a+?$", ["a", "aa"], [""]),
            ("^(?:ab)+$", ["ab", "abab"], ["aba"]), ("^(?<n>a)$", ["a"], ["b"]),
            ("^.$", ["a", "é", "🚀"], ["", "\n", "\r", "ab", "\u{2028}"]),
            ("^[abc]$", ["a", "c"], ["d", ""]), ("^[^abc]$", ["d", "\n", "🚀"], ["a"]),
            ("^[a-cx-]$", ["b", "x", "-"], ["d", "w"]),
            ("^[]$", [], ["", "a", "]"]), ("^[^]$", ["a", "\n"], [""]), (#"^[\]\\^]$"#, ["]", "\\", "^"], ["a"]),
            (#"^\d\D\w\W\s\S$"#, ["1a_- x"], ["aa_- x"]), (#"^[\d\-x]+$"#, ["1-x"], ["a"]),
            (#"^[^\s-]{3,}$"#, ["abc"], ["a c", "a-c"]),
            (#"^[\D]$"#, ["a", "é"], ["5"]), (#"^[^\W]$"#, ["a", "_"], ["-", "é"]),
            (#"^\s$"#, ["\u{FEFF}", "\u{A0}", "\u{3000}"], ["\u{200B}"]),
            (#"^\t\n\v\f\r\0\x41\u0042\u{1F680}\ud83d\ude80\cA$"#, ["\t\n\u{B}\u{C}\r\0AB🚀🚀\u{1}"], [""]),
            (#"^\^\$\\\.\*\+\?\(\)\[\]\{\}\|\/$"#, [#"^$\.*+?()[]{}|/"#], [""]), (##"^\-\@\_\#$"##, ["-@_#"], []),
            ("^a{,2}$", ["a{,2}"], ["aa"]), ("^{$", ["{"], []), ("^x{a}]$", ["x{a}]"], []),
            (#"\bfoo\b"#, ["foo", "a foo.", "-foo-"], ["food", "a_foo"]), (#"\Boo\b"#, ["foo"], ["oo"]),
            (#"^\b$"#, [], ["", "a"]),
            ("^(?=a)(?!ab)[a-z]+$", ["a", "ac"], ["ab", "b"]), ("(?<=a)b", ["ab"], ["b", "cb"]),
            ("(?<!a)b", ["b", "cb"], ["ab"]),
            ("^(?=.*[0-9])(?=.*[a-z]).{3,}$", ["a1x", "1ab"], ["abc", "123", "a1"]), ("(?=(?=b)b)b$", ["ab"], ["ba"]),
            ("(?<=^a*)b", ["aab", "b"], ["cb"]), ("(?!)", [], ["", "a"]), ("^(?!.*(.)x).*$", ["abc", "x"], ["ax"]),
            (
                #"^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$"#,
                ["a.b@c.de"], [".a@c.de", "a..b@c.de", "a@c"]
            ),
            (#"^\p{Lu}\P{Lu}\p{Letter}\p{gc=Nd}\p{N}$"#, ["Äaé٣4"], ["aaaa1"]), (#"^[\p{L}\d]+$"#, ["aé1漢"], ["-"]),
            (#"^[^\P{L}]$"#, ["é"], ["1"]),
            (#"^(\p{Extended_Pictographic}|\p{Emoji_Component})+$"#, ["❤️", "👩‍🚀", "🇩🇪", "1"], ["a", ""]),
            ("é+$", ["caféé"], ["cafe"]), ("^🚀{2}$", ["🚀🚀"], ["🚀"]), ("^(|a)$", ["", "a"], ["aa"]),
            ("^(a*)*$", ["", "aa"], ["b"]),
            ("^(a?){3}$", ["", "aaa"], ["aaaa"]), ("(^a|b$)c?", ["a", "xb"], ["xa", "bx"]), ("$^", [""], ["a"]),
            ("a^b", [], ["ab"]),
            ("^()$", [""], ["a"]), ("^(){0,3}a$", ["a"], [""]),
        ] as [(String, [String], [String])]
    )
    func matching(source: String, matching: [String], others: [String]) throws {
        for text in matching { #expect(try matches(source, text), "\(text)") }
        for text in others { #expect(try !matches(source, text), "\(text)") }
    }

    @Test(
        "expressions that are malformed or unsupported are refused",
        arguments: [
            "(", ")", "(a", "a)", "[", "[a", "*", "+a", "?", "a**", "a{2}{3}", "{1}", "[b-a]", "a{2,1}", #"\"#, #"\a"#,
            #"\Z"#,
            #"\x1"#, #"\u12"#, #"\u{110000}"#, #"\c1"#, #"\p"#, #"\p{Nope}"#, "(?i)a", "(?<1>a)", "(?<a", "(?x:a)",
            "^*", "(?=a)*",
            #"(a)\1"#, #"(?<n>a)\k<n>"#, #"\p{Script=Greek}"#, "(a{1000}){1000}", "((a{100}){100}){100}",
        ]
    )
    func refusal(source: String) throws {
        let error = #expect(throws: PatternError.self) { try Pattern(source) }
        #expect(error?.found.isEmpty == false && error?.expected.isEmpty == false)
    }

    @Test("deep groups are refused without using the stack")
    func depth() {
        let source = String(repeating: "(", count: 100_000) + String(repeating: ")", count: 100_000)
        #expect(throws: PatternError.self) { try Pattern(source) }
    }

    @Test(
        "expressions that make backtracking explode take time in the order of the text",
        arguments: ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(x+x+)+y", "^(?=(a+)+b)a", "(.*)*(.*)*(.*)*!"]
    )
    func linearTime(source: String) throws {
        let text = String(repeating: "a", count: 20_000) + "é"
        #expect(try !matches(source, text))
    }

    @Test("matching with the table and with the threads agree", arguments: [21, 22] as [UInt64])
    func tableAgainstThreads(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            let source = expression(&generator, depth: 3)
            // A look-ahead that always holds forbids the table and changes nothing else.
            let pattern = try Pattern(source)
            let threads = try Pattern("(?=)(?:\(source))")
            var scratch = PatternScratch()
            for _ in 0..<10 {
                let text = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                    "abc".randomElement(using: &generator) ?? "a"
                }
                let bytes = Array(String(text).utf8)
                let left = pattern.matches(bytes.span, &scratch)
                let right = threads.matches(bytes.span, &scratch)
                #expect(left == right, "\(source) on \(String(text))")
            }
        }
    }

    private func expression(_ generator: inout SeededGenerator, depth: Int) -> String {
        switch Int.random(in: 0...(depth > 0 ? 9 : 4), using: &generator) {
        case 0, 1: "a"
        case 2: "[bc]"
        case 3: "^"
        case 4: "$"
        case 5: "(?:\(expression(&generator, depth: depth - 1)))*"
        case 6: "(?:\(expression(&generator, depth: depth - 1))){1,2}"
        case 7: "(?:\(expression(&generator, depth: depth - 1))|\(expression(&generator, depth: depth - 1)))"
        default: expression(&generator, depth: depth - 1) + expression(&generator, depth: depth - 1)
        }
    }
}

/// Seeded randomness (xorshift).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }
}
