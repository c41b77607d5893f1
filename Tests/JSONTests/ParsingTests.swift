import JSON
import Testing

@Suite struct ParsingTests {
    @Test(
        "valid documents read and write back byte for byte",
        arguments: [
            "null", "true", "false", "0", "-0", "1.0", "1e5", "-1.5E-10", "123456789012345678901234567890",
            #""""#, #""a""#, #""é漢🚀""#, "[]", "{}", "[[[]]]", #"{"":{}}"#, #"[null,true,false,0,"",[],{}]"#,
            #"{"b":1,"a":2,"c":[1.10,1e999999999999]}"#, #"["\"\\\b\f\n\r\t\u0000\u001f"]"#, "\"\u{7F}\u{2028}\"",
        ]
    )
    func roundTrip(text: String) throws {
        #expect(try JSONValue(parsing: text).description == text)
        try JSONScanner.validate(Array(text.utf8).span)
        #expect(try JSONSlice(checking: Array(" \(text)\n".utf8)).bytes == Array(text.utf8))
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var text: String
        var code: JSONError.Code
        var offset: Int
        var testDescription: String { text }

        init(_ text: String, _ code: JSONError.Code, _ offset: Int) {
            self.text = text
            self.code = code
            self.offset = offset
        }
    }

    @Test(
        "what RFC 8259 does not allow is refused with its place",
        arguments: [
            Refusal("", .expectedValue, 0), Refusal("  ", .expectedValue, 2), Refusal("nul", .invalidLiteral, 3),
            Refusal("nulL", .invalidLiteral, 3), Refusal("NaN", .expectedValue, 0), Refusal("-", .invalidNumber, 1),
            Refusal("-Infinity", .invalidNumber, 1), Refusal("01", .trailingContent, 1),
            Refusal("1.", .invalidNumber, 2), Refusal(".5", .expectedValue, 0), Refusal("+1", .expectedValue, 0),
            Refusal("1e", .invalidNumber, 2), Refusal("1e+", .invalidNumber, 3), Refusal("0x10", .trailingContent, 1),
            Refusal("[1,]", .expectedValue, 3), Refusal("[,1]", .expectedValue, 1),
            Refusal("[1 2]", .expectedCommaOrArrayEnd, 3), Refusal("[1", .expectedCommaOrArrayEnd, 2),
            Refusal("[", .expectedValue, 1), Refusal("]", .expectedValue, 0),
            Refusal("{", .expectedMemberName, 1), Refusal("{a:1}", .expectedMemberName, 1),
            Refusal(#"{"a"}"#, .expectedColon, 4), Refusal(#"{"a":}"#, .expectedValue, 5),
            Refusal(#"{"a":1,}"#, .expectedMemberName, 7), Refusal(#"{"a":1 "b":2}"#, .expectedCommaOrObjectEnd, 7),
            Refusal(#"{"a":1]"#, .expectedCommaOrObjectEnd, 6), Refusal("[1}", .expectedCommaOrArrayEnd, 2),
            Refusal("\"a", .unterminatedString, 2), Refusal("\"\n\"", .controlCharacter, 1),
            Refusal("\"0123456789\t\"", .controlCharacter, 11), Refusal(#""\x""#, .invalidEscape, 2),
            Refusal(#""\u12G4""#, .invalidEscape, 5), Refusal(#""\"#, .unterminatedString, 2),
            Refusal("1 1", .trailingContent, 2), Refusal("\u{FEFF}1", .expectedValue, 0),
            Refusal("\u{A0}1", .expectedValue, 0), Refusal("[1]//", .trailingContent, 3),
        ]
    )
    func refusal(refusal: Refusal) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: refusal.text) }
        #expect(error?.code == refusal.code)
        #expect(error?.offset == refusal.offset)
        let bytes = Array(refusal.text.utf8)
        let scanned = #expect(throws: JSONError.self) { try JSONScanner.validate(bytes.span) }
        #expect(scanned == error)
    }

    @Test(
        "bytes that are no UTF-8 are refused",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x82],
        ] as [[UInt8]]
    )
    func invalidUTF8(sequence: [UInt8]) {
        for padding in 0..<10 {
            let text = [0x22] + [UInt8](repeating: 0x61, count: padding) + sequence + [0x22]
            for error in [
                #expect(throws: JSONError.self) { try JSONValue(parsing: text) },
                #expect(throws: JSONError.self) { try JSONScanner.validate(text.span) },
                #expect(throws: JSONError.self) { try JSONSlice(checking: text) },
            ] {
                #expect(error?.code == .invalidUTF8)
                #expect(error?.offset == padding + 1)
            }
        }
    }

    @Test("every truncation of a document fails, and no other byte at its end is read")
    func truncations() throws {
        let text = Array(#"{"a":[1,-2.5e+3,"x\u00e9\n🚀",true,false,null],"b":{"c":{}}}"#.utf8)
        for length in 0..<text.count {
            let part = Array(text[..<length])
            #expect(throws: JSONError.self) { try JSONValue(parsing: part) }
            #expect(throws: JSONError.self) { try JSONScanner.validate(part.span) }
        }
        #expect(try JSONValue(parsing: text)["b"]?["c"]?.object?.isEmpty == true)
    }

    @Test("nesting is bounded without using the stack")
    func depth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            [UInt8](repeating: 0x5B, count: depth) + [UInt8](repeating: 0x5D, count: depth)
        }
        #expect(try JSONValue(parsing: nested(512)).array?.count == 1)
        for text in [nested(513), [UInt8](repeating: 0x5B, count: 1_000_000)] {
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
            #expect(error?.code == .tooDeep)
            #expect(error?.offset == 512)
        }
        let million = nested(1_000_000)
        try JSONScanner.validate(million.span, maximumDepth: 1_000_000)
        #expect(throws: JSONError.self) { try JSONScanner.validate(million.span, maximumDepth: 999_999) }
        // More than the limit of values is not to be had by asking.
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: million, maximumDepth: .max) }
        #expect(error?.offset == JSONValue.depthLimit)
        let deepest = try JSONValue(parsing: nested(JSONValue.depthLimit), maximumDepth: .max)
        #expect(deepest == deepest)
        #expect(deepest.bytes() == nested(JSONValue.depthLimit))
    }

    @Test("kinds of containers are told apart at every depth")
    func mixedNesting() throws {
        for depth in [1, 2, 63, 64, 65, 127, 128, 129, 200] {
            let open = (0..<depth).map { $0 % 3 == 0 ? "[" : #"{"a":"# }.joined()
            let close = (0..<depth).reversed().map { $0 % 3 == 0 ? "]" : "}" }.joined()
            try JSONScanner.validate(Array((open + "1" + close).utf8).span)
            let wrong = close.replacing(wrongEnd: depth)
            #expect(throws: JSONError.self) { try JSONScanner.validate(Array((open + "1" + wrong).utf8).span) }
        }
    }

    @Test("the last of two members of one name counts, at the place of the first")
    func duplicates() throws {
        let value = try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#)
        #expect(value.description == #"{"a":3,"b":2}"#)
    }

    @Test("an error says line and column, in characters")
    func position() {
        for (text, line, column) in [
            ("[1,\n 2,\r\n  x]", 3, 3), ("x", 1, 1), ("[\"é🚀\" x", 1, 7), ("[\r\r\"", 3, 2), ("\n\n", 3, 1),
        ] {
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
            let position = error?.position(in: Array(text.utf8).span)
            #expect(position == JSONError.Position(line: line, column: column), "\(text)")
        }
        let error = JSONError(.expectedColon, in: Array("{\"a\" 1}".utf8).span, at: 5)
        #expect(error.description == "found '1' at byte 5, expected ':'")
        #expect(JSONError(code: .expectedValue, offset: 0, found: nil).description.contains("the end of the text"))
        #expect(JSONError(code: .expectedValue, offset: 0, found: 1).finding == "byte 0x01")
    }

    @Test("random values survive writing and parsing", arguments: [1, 2, 3] as [UInt64])
    func fuzz(seed: UInt64) throws {
        var generator = SplitMix(seed: seed)
        for _ in 0..<300 {
            let value = generator.value(depth: 4)
            for layout in [JSONWriter.Layout.compact, .pretty] {
                let text = value.bytes(layout: layout)
                let parsed = try JSONValue(parsing: text)
                #expect(parsed == value)
                #expect(parsed.bytes(layout: layout) == text)
                #expect(parsed.hashValue == value.hashValue)
            }
        }
    }

    @Test("changing a byte never traps, and both readers agree", arguments: [4, 5] as [UInt64])
    func mutations(seed: UInt64) {
        var generator = SplitMix(seed: seed)
        for _ in 0..<2_000 {
            var text = generator.value(depth: 3).bytes()
            for _ in 0..<Int.random(in: 1...3, using: &generator) where !text.isEmpty {
                text[Int.random(in: text.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            let isValid = (try? JSONScanner.validate(text.span)) != nil
            #expect(((try? JSONValue(parsing: text)) != nil) == isValid)
        }
    }
}

extension String {
    /// The same ends with one of them, at a third of the way, of the other kind.
    fileprivate func replacing(wrongEnd depth: Int) -> String {
        var characters = Array(self)
        let place = characters.count / 3
        characters[place] = characters[place] == "]" ? "}" : "]"
        return String(characters)
    }
}
