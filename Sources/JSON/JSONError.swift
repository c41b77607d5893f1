/// Why a text is not the JSON that was asked for.
///
/// It holds the byte offset and the byte found there; line, column and message are computed on demand, so that
/// throwing costs no more than a few words.
public struct JSONError: Error, Sendable, Hashable {
    /// What was expected where the text went wrong.
    public struct Code: Sendable, Hashable {
        enum Base: UInt8 {
            case value, memberName, colon, commaOrObjectEnd, commaOrArrayEnd, elementOrArrayEnd, object, array, string
            case literal, number, closingQuote, noControlCharacter, escape, utf8, end, depth, pointer, index
        }
        let base: Base

        /// A value was expected.
        public static var expectedValue: Self { .init(base: .value) }
        /// The name of a member (a string) was expected.
        public static var expectedMemberName: Self { .init(base: .memberName) }
        /// A colon between name and value was expected.
        public static var expectedColon: Self { .init(base: .colon) }
        /// A comma or the end of the object was expected.
        public static var expectedCommaOrObjectEnd: Self { .init(base: .commaOrObjectEnd) }
        /// A comma or the end of the array was expected.
        public static var expectedCommaOrArrayEnd: Self { .init(base: .commaOrArrayEnd) }
        /// An object was expected.
        public static var expectedObject: Self { .init(base: .object) }
        /// An array was expected.
        public static var expectedArray: Self { .init(base: .array) }
        /// A string was expected.
        public static var expectedString: Self { .init(base: .string) }
        /// `true`, `false` or `null` is misspelt.
        public static var invalidLiteral: Self { .init(base: .literal) }
        /// A number breaks the grammar of RFC 8259 section 6.
        public static var invalidNumber: Self { .init(base: .number) }
        /// The text ends inside a string.
        public static var unterminatedString: Self { .init(base: .closingQuote) }
        /// A string holds an unescaped control character (below U+0020).
        public static var controlCharacter: Self { .init(base: .noControlCharacter) }
        /// A backslash is not followed by one of the escapes of RFC 8259 section 7.
        public static var invalidEscape: Self { .init(base: .escape) }
        /// The bytes are not well-formed UTF-8.
        public static var invalidUTF8: Self { .init(base: .utf8) }
        /// Something follows the value.
        public static var trailingContent: Self { .init(base: .end) }
        /// Arrays and objects are nested deeper than the limit.
        public static var tooDeep: Self { .init(base: .depth) }
        /// A JSON Pointer breaks the grammar of RFC 6901.
        public static var invalidPointer: Self { .init(base: .pointer) }
    }

    /// What was expected.
    public let code: Code
    /// The byte offset in the text, counted from 0.
    public let offset: Int
    /// The byte at `offset`; `nil` at the end of the text.
    public let found: UInt8?

    /// An error at `offset`, where `found` stands (`nil`: the end of the text).
    public init(code: Code, offset: Int, found: UInt8?) {
        self.code = code
        self.offset = offset
        self.found = found
    }

    /// An error at `offset` of `source`.
    @inline(never)
    public init(_ code: Code, in source: Span<UInt8>, at offset: Int) {
        self.init(code: code, offset: offset, found: offset >= 0 && offset < source.count ? source[offset] : nil)
    }

    /// Whether the text ended too early.
    public var isAtEnd: Bool { found == nil }
}

extension JSONError {
    /// A place in a text. Lines and columns count from 1; a column is a Unicode scalar; a line ends at LF, CR or CR LF.
    public struct Position: Sendable, Hashable {
        /// The line, from 1.
        public var line: Int
        /// The Unicode scalar in the line, from 1.
        public var column: Int

        /// A place from its parts.
        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    /// The place of the error in the text that was read.
    public func position(in source: Span<UInt8>) -> Position {
        var place = Position(line: 1, column: 1)
        var index = 0
        while index < min(max(offset, 0), source.count) {
            let byte = source[index]
            index += 1
            if byte == 0x0A || byte == 0x0D {
                if byte == 0x0D, index < min(offset, source.count), source[index] == 0x0A { index += 1 }
                place.line += 1
                place.column = 1
            } else if byte & 0xC0 != 0x80 {
                place.column += 1
            }
        }
        return place
    }
}

extension JSONError: CustomStringConvertible {
    /// What was expected, as a phrase.
    public var expectation: String {
        switch code.base {
        case .value: "a value"
        case .memberName: "a member name in double quotes"
        case .colon: "':'"
        case .commaOrObjectEnd: "',' or '}'"
        case .commaOrArrayEnd: "',' or ']'"
        case .elementOrArrayEnd: "a value or ']'"
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .literal: "true, false or null"
        case .number: "a digit of a number"
        case .closingQuote: "a closing double quote"
        case .noControlCharacter: "an escaped control character"
        case .escape: "an escape sequence of RFC 8259"
        case .utf8: "well-formed UTF-8"
        case .end: "the end of the text"
        case .depth: "fewer nested arrays and objects"
        case .pointer: "a JSON Pointer: tokens that each begin with '/', '~' written as '~0' and '/' as '~1'"
        case .index: "an array index"
        }
    }

    /// What was found, as a phrase.
    public var finding: String {
        guard let found else { return "the end of the text" }
        if found > 0x20 && found < 0x7F { return "'\(Character(Unicode.Scalar(found)))'" }
        let digits = String(found, radix: 16, uppercase: true)
        return "byte 0x\(digits.utf8.count < 2 ? "0" : "")\(digits)"
    }

    /// Place, finding and expectation in one line.
    public var description: String { "found \(finding) at byte \(offset), expected \(expectation)" }
}
