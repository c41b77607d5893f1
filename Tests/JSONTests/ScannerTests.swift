import JSON
import Testing

@Suite struct ScannerTests {
    private func raw(_ text: String) throws -> ([UInt8], JSONRawString) {
        let bytes = Array(text.utf8)
        var position = 0
        let raw = try JSONScanner.scanString(bytes.span, &position)
        #expect(position == bytes.count)
        return (bytes, raw)
    }

    @Test(
        "escapes decode, surrogate pairs join, a lone surrogate becomes U+FFFD",
        arguments: [
            (#""abc""#, "abc"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\u6F22""#, "é漢"),
            (#""\ud83d\ude80""#, "🚀"), (#""\ud83d""#, "\u{FFFD}"), (#""\ude80\ud83d""#, "\u{FFFD}\u{FFFD}"),
            (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ud83d\ud83d\ude80""#, "\u{FFFD}🚀"),
            (#""é\u0000漢🚀""#, "é\u{0}漢🚀"),
        ]
    )
    func decoding(text: String, expected: String) throws {
        let (bytes, raw) = try raw(text)
        #expect(try Array(JSONScanner.decode(bytes.span, raw).unicodeScalars) == Array(expected.unicodeScalars))
        #expect(raw.hasEscapes == text.contains("\\"))
        for (name, isEqual) in [
            (expected, true), (expected + "x", false), (String(expected.unicodeScalars.dropLast()), false),
        ] {
            let name = Array(name.utf8)
            let found = JSONScanner.equals(bytes.span, raw, name.span)
            #expect(found == isEqual)
        }
        var appended: [UInt8] = [1]
        try JSONScanner.appendUnescaped(bytes.span, raw, to: &appended)
        #expect(appended == [1] + Array(expected.utf8))
    }

    @Test("names compare with static text, escaped or not")
    func staticNames() throws {
        for text in [#""data""#, #""d\u0061ta""#] {
            let (bytes, raw) = try raw(text)
            let isEqual = JSONScanner.equals(bytes.span, raw, "data")
            let differs = JSONScanner.equals(bytes.span, raw, "date") || JSONScanner.equals(bytes.span, raw, "dat")
            #expect(isEqual && !differs)
        }
    }

    @Test("a string's end is found wherever it stands, before, on and after every eighth byte")
    func stringLengths() throws {
        for length in 0..<40 {
            for (ending, code) in [("\"", nil), ("\u{1F}\"", .controlCharacter), ("", .unterminatedString)]
                as [(String, JSONError.Code?)]
            {
                let bytes = Array(
                    ("\"" + String(repeating: "é", count: length / 2) + String(repeating: "x", count: length % 2)
                        + ending).utf8
                )
                var position = 0
                do {
                    let raw = try JSONScanner.scanString(bytes.span, &position)
                    #expect(code == nil && raw.range == 1..<(bytes.count - 1) && position == bytes.count)
                } catch {
                    #expect(error.code == code)
                }
            }
        }
    }

    @Test("members and elements are visited in order")
    func cursors() throws {
        let bytes = Array(#" { "a" : 1 , "b":[true, {"c":2} ,[]] } tail"#.utf8)
        var position = 0
        var seen: [String] = []
        try JSONScanner.beginObject(bytes.span, &position)
        var isFirst = true
        while let name = try JSONScanner.nextMember(bytes.span, &position, &isFirst) {
            seen.append(try JSONScanner.decode(bytes.span, name))
            guard JSONScanner.kind(bytes.span, position) == .array else {
                try JSONScanner.skipValue(bytes.span, &position)
                continue
            }
            try JSONScanner.beginArray(bytes.span, &position)
            var isFirstElement = true
            while try JSONScanner.nextElement(bytes.span, &position, &isFirstElement) {
                let range = try JSONScanner.skipValue(bytes.span, &position)
                seen.append(String(decoding: bytes[range], as: UTF8.self))
            }
        }
        #expect(seen == ["a", "b", "true", #"{"c":2}"#, "[]"])
        #expect(String(decoding: bytes[position...], as: UTF8.self) == " tail")
        #expect(throws: JSONError.self) { try JSONScanner.expectEnd(bytes.span, &position) }
    }

    @Test("a byte order mark is skipped only when asked, and only at the start")
    func byteOrderMark() {
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF, 0x31]
        var position = 0
        JSONScanner.skipByteOrderMark(bytes.span, &position)
        #expect(position == 3)
        JSONScanner.skipByteOrderMark(bytes.span, &position)
        #expect(position == 3)
        position = 0
        JSONScanner.skipByteOrderMark([0xEF, 0xBB].span, &position)
        #expect(position == 0)
    }

    @Test("kinds are told by the first byte")
    func kinds() {
        let expected: [Character: JSONKind] = [
            "{": .object, "[": .array, "\"": .string, "-": .number, "7": .number, "t": .boolean, "f": .boolean,
            "n": .null,
        ]
        for byte in UInt8(0)..<128 {
            let character = Character(Unicode.Scalar(byte))
            let kind = character.isNumber ? .number : expected[character]
            let found = JSONScanner.kind([byte].span, 0)
            #expect(found == kind)
        }
        let atEnd = JSONScanner.kind([0x31].span, 1)
        let before = JSONScanner.kind([0x31].span, -1)
        #expect(atEnd == nil && before == nil)
    }
}
