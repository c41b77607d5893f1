/// Reads JSON text byte by byte without building anything: static functions over a span and a position.
///
/// A function that reads something starts at the position given and, when it returns, leaves the position after what
/// it read; when it throws, the position is unspecified. The grammar is RFC 8259 to the letter: no byte order mark, no
/// trailing comma, no NaN, no unescaped control character. Whether the bytes of strings are well-formed UTF-8 is
/// checked where text is decoded, or for a whole document by ``firstInvalidUTF8(_:)``.
public enum JSONScanner {
    /// How deep arrays and objects may nest where the caller does not say.
    public static var defaultMaximumDepth: Int { 512 }

    /// Moves past spaces, tabs, line feeds and carriage returns.
    @inlinable
    @inline(__always)
    public static func skipWhitespace(_ source: Span<UInt8>, _ position: inout Int) {
        while position < source.count {
            let byte = source[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position &+= 1
        }
    }

    /// Moves past a UTF-8 byte order mark, which RFC 8259 forbids to write and lets a reader ignore.
    public static func skipByteOrderMark(_ source: Span<UInt8>, _ position: inout Int) {
        if position == 0, source.count >= 3, source[0] == 0xEF, source[1] == 0xBB, source[2] == 0xBF { position = 3 }
    }

    /// The kind of the value that starts with the byte at `position`; `nil` at the end or where no value can start.
    @inlinable
    @inline(__always)
    public static func kind(_ source: Span<UInt8>, _ position: Int) -> JSONKind? {
        guard position >= 0, position < source.count else { return nil }
        switch source[position] {
        case 0x22: return .string
        case 0x2D, 0x30...0x39: return .number
        case 0x5B: return .array
        case 0x66, 0x74: return .boolean
        case 0x6E: return .null
        case 0x7B: return .object
        default: return nil
        }
    }

    /// Skips white space and refuses anything after it.
    @inlinable
    public static func expectEnd(_ source: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        skipWhitespace(source, &position)
        guard position == source.count else { throw JSONError(.trailingContent, in: source, at: position) }
    }

    /// Reads `true` or `false`.
    @inlinable
    public static func scanBoolean(_ source: Span<UInt8>, _ position: inout Int) throws(JSONError) -> Bool {
        guard position < source.count else { throw JSONError(.expectedValue, in: source, at: position) }
        if source[position] == 0x74 {
            try scanLiteral(source, &position, "true")
            return true
        }
        try scanLiteral(source, &position, "false")
        return false
    }

    /// Reads `null`.
    @inlinable
    public static func scanNull(_ source: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        try scanLiteral(source, &position, "null")
    }

    @inlinable
    static func scanLiteral(
        _ source: Span<UInt8>,
        _ position: inout Int,
        _ literal: StaticString
    ) throws(JSONError) {
        var index = 0
        while index < literal.utf8CodeUnitCount {
            guard position < source.count, source[position] == literal.utf8Start[index] else {
                throw JSONError(.invalidLiteral, in: source, at: position)
            }
            index &+= 1
            position &+= 1
        }
    }

    /// Reads a number (RFC 8259 section 6) and returns the range of its text.
    @inlinable
    public static func scanNumber(_ source: Span<UInt8>, _ position: inout Int) throws(JSONError) -> Range<Int> {
        let start = position
        if position < source.count, source[position] == 0x2D { position &+= 1 }
        if position < source.count, source[position] == 0x30 {
            position &+= 1
        } else {
            try scanDigits(source, &position)
        }
        if position < source.count, source[position] == 0x2E {
            position &+= 1
            try scanDigits(source, &position)
        }
        if position < source.count, source[position] | 0x20 == 0x65 {
            position &+= 1
            if position < source.count, source[position] == 0x2B || source[position] == 0x2D { position &+= 1 }
            try scanDigits(source, &position)
        }
        return start..<position
    }

    /// Reads one digit or more.
    @inlinable
    @inline(__always)
    static func scanDigits(_ source: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        let start = position
        while position < source.count, source[position] &- 0x30 < 10 { position &+= 1 }
        guard position > start else { throw JSONError(.invalidNumber, in: source, at: position) }
    }
}
