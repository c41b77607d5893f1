import GraphQLEngine
import Testing

@Suite("Lexer")
struct LexerTests {
    @Test(
        "escapes stand for their characters",
        arguments: [
            (#""\n\t\b\f\r\/\\\"""#, "\n\t\u{8}\u{C}\r/\\\""), (#""\u00e9\u{e9}""#, "éé"), (#""\uD83D\uDE00""#, "😀"),
            (#""\u{1F600}\u{0001F600}""#, "😀😀"), ("\"é😀\"", "é😀"), (#""\u{10FFFF}""#, "\u{10FFFF}"), (#""""#, ""),
        ] as [(String, String)]
    )
    func escapes(literal: String, text: String) throws {
        let (document, value) = try Parser.parseValue(literal)
        #expect(document.stringValue(of: value) == text)
    }

    @Test(
        "block strings lose common indentation and blank ends, whatever ends their lines",
        arguments: [
            ("a", "a"), ("\n  a\n    b\n\n  c\n", "a\n  b\n\nc"), ("\r\n a\r\n b\r\n", "a\nb"), ("\r a\r b\r", "a\nb"),
            ("  a\n    b", "  a\nb"), ("\\\"\"\"", "\"\"\""), ("\\n", "\\n"), ("", ""), (" \n \t \n", ""),
            ("\n\ta\n\t\tb", "a\n\tb"), (" a", " a"),
        ] as [(String, String)]
    )
    func blockStrings(raw: String, text: String) throws {
        let (document, value) = try Parser.parseValue("\"\"\"" + raw + "\"\"\"")
        #expect(document.stringValue(of: value) == text)
        let (again, printed) = try Parser.parseValue(DocumentPrinter.print(value, in: document))
        #expect(again.stringValue(of: printed) == text)
    }

    @Test(
        "what is no token is an error where it stands",
        arguments: [
            ("{ a ~ }", "Unexpected character: \"~\". 1:5"), ("{ a . }", "Unexpected character: \".\". 1:5"),
            ("{ 'a' }", "Unexpected single quote character ('), did you mean to use a double quote (\")? 1:3"),
            ("{ é }", "Unexpected character: U+00E9. 1:3"), ("{ 😀 }", "Unexpected character: U+1F600. 1:3"),
            ("{ a(b: \"x", "Unterminated string. 1:10"), ("{ a(b: \"x\n\")}", "Unterminated string. 1:10"),
            ("{ a(b: \"\"\"x", "Unterminated string. 1:12"), ("{ a(b: \"\"\"\"\")}", "Unterminated string. 1:15"),
            ("{a(b:\"\\x\")}", "Invalid character escape sequence: \"\\x\". 1:7"),
            ("{a(b:\"\\", "Invalid character escape sequence: \"\\\". 1:7"),
            ("{a(b:\"\\u12", "Invalid Unicode escape sequence: \"\\u12\". 1:7"),
            ("{a(b:\"\\uD800\\u0041\")}", "Invalid Unicode escape sequence: \"\\uD800\". 1:7"),
            ("{a(b:\"\\u{110000}\")}", "Invalid Unicode escape sequence: \"\\u{110000}\". 1:7"),
            ("{a(b:\"\\u{}\")}", "Invalid Unicode escape sequence: \"\\u{}\". 1:7"),
            ("{a(b:01)}", "Invalid number, unexpected digit after 0: \"1\". 1:7"),
            ("{a(b:1.)}", "Invalid number, expected digit but got: \")\". 1:8"),
            ("{a(b:1a)}", "Invalid number, expected digit but got: \"a\". 1:7"),
            ("{a(b:-", "Invalid number, expected digit but got: <EOF>. 1:7"),
            ("{a(b:1e\")}", "Invalid number, expected digit but got: '\"'. 1:8"),
        ] as [(String, String)]
    )
    func errors(text: String, error: String) {
        #expect(syntaxError(text) == error)
    }

    @Test("white space, commas, comments and byte order marks mean nothing")
    func ignored() throws {
        let document = try Parser.parse("\u{FEFF},,# comment é\r\n\t{a,b\u{FEFF}c#x\r}#end")
        #expect(DocumentPrinter.print(document) == "{\n  a\n  b\n  c\n}")
    }

    @Test(
        "bytes that are not UTF-8 are an error at the first of them",
        arguments: [
            [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3], [0x80],
            [0xF0, 0x9F, 0x98],
        ] as [[UInt8]]
    )
    func malformed(bytes: [UInt8]) {
        let text = Array("{ a(b: \"ok so far, more than eight\n".utf8) + bytes
        #expect(syntaxError(text) == "Document is not well-formed UTF-8. 2:1")
        #expect(syntaxError(text + Array("\") }".utf8)) == "Document is not well-formed UTF-8. 2:1")
    }
}
