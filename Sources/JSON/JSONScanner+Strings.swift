extension JSONScanner {
    /// Reads a string that begins with a quote at `position` and returns where its content stands.
    ///
    /// Control characters and malformed escapes are refused; UTF-8 is not checked here.
    @inlinable
    @inline(__always)
    public static func scanString(_ source: Span<UInt8>, _ position: inout Int) throws(JSONError) -> JSONRawString {
        guard position < source.count, source[position] == 0x22 else {
            throw JSONError(.expectedString, in: source, at: position)
        }
        position &+= 1
        let start = position
        skipPlainBytes(source, &position)
        if position < source.count, source[position] == 0x22 {
            position &+= 1
            return JSONRawString(range: Range(uncheckedBounds: (start, position &- 1)), hasEscapes: false)
        }
        try scanEscapes(source, &position)
        return JSONRawString(range: Range(uncheckedBounds: (start, position &- 1)), hasEscapes: true)
    }

    /// The rest of a string from its first escape on, past its closing quote.
    @inlinable
    @inline(never)
    static func scanEscapes(_ source: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        while true {
            guard position < source.count else { throw JSONError(.unterminatedString, in: source, at: position) }
            let byte = source[position]
            if byte == 0x22 {
                position &+= 1
                return
            }
            guard byte == 0x5C else { throw JSONError(.controlCharacter, in: source, at: position) }
            try skipEscape(source, &position)
            skipPlainBytes(source, &position)
        }
    }

    /// Moves to the next quote, backslash or control character, or to the end.
    @inlinable
    @inline(__always)
    static func skipPlainBytes(_ source: Span<UInt8>, _ position: inout Int) {
        let raw = source.bytes
        while position &+ 8 <= source.count {
            let word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
            let stops = stringStops(word)
            if stops != 0 {
                position &+= stops.trailingZeroBitCount &>> 3
                return
            }
            position &+= 8
        }
        while position < source.count {
            let byte = source[position]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 { return }
            position &+= 1
        }
    }

    /// The lowest set bit marks the first of eight bytes that is a quote, a backslash or below 0x20. Higher bits may
    /// be set wrongly by borrows, so only the lowest counts.
    @inlinable
    @inline(__always)
    static func stringStops(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* 0x22)
        let backslashes = word ^ (ones &* 0x5C)
        let low = (word &- (ones &* 0x20)) & ~word
        return (((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | low) & (ones &* 0x80)
    }

    /// Checks the escape that begins with a backslash at `position` and moves past it.
    @usableFromInline
    static func skipEscape(_ source: Span<UInt8>, _ position: inout Int) throws(JSONError) {
        position &+= 1
        guard position < source.count else { throw JSONError(.unterminatedString, in: source, at: position) }
        switch source[position] {
        case 0x22, 0x2F, 0x5C, 0x62, 0x66, 0x6E, 0x72, 0x74:
            position &+= 1
        case 0x75:
            position &+= 1
            for _ in 0..<4 {
                guard position < source.count, hexValue(source[position]) != nil else {
                    throw JSONError(.invalidEscape, in: source, at: position)
                }
                position &+= 1
            }
        default:
            throw JSONError(.invalidEscape, in: source, at: position)
        }
    }

    static func hexValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte &- 0x30)
        case 0x41...0x46: UInt32(byte &- 0x37)
        case 0x61...0x66: UInt32(byte &- 0x57)
        default: nil
        }
    }

    /// The scalar that the escape at `position` (at its backslash) stands for; moves past it.
    ///
    /// Two `\u` escapes that form a surrogate pair are one scalar. A surrogate without its partner is U+FFFD, as
    /// Unicode recommends for decoders; raw pass-through keeps the escape as it was written.
    public static func decodeEscape(
        _ source: Span<UInt8>,
        _ position: inout Int
    ) throws(JSONError) -> Unicode.Scalar {
        let start = position
        try skipEscape(source, &position)
        switch source[start + 1] {
        case 0x62: return "\u{8}"
        case 0x66: return "\u{C}"
        case 0x6E: return "\n"
        case 0x72: return "\r"
        case 0x74: return "\t"
        case 0x75: break
        case let byte: return Unicode.Scalar(byte)
        }
        let unit = codeUnit(source, start + 2)
        guard unit & 0xFC00 == 0xD800 else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
        var next = position
        guard next + 1 < source.count, source[next] == 0x5C, source[next + 1] == 0x75 else { return "\u{FFFD}" }
        try skipEscape(source, &next)
        let low = codeUnit(source, position + 2)
        guard low & 0xFC00 == 0xDC00 else { return "\u{FFFD}" }
        position = next
        return Unicode.Scalar(0x10000 + ((unit & 0x3FF) << 10 | (low & 0x3FF))) ?? "\u{FFFD}"
    }

    /// The value of the four hexadecimal digits at `position`, which `skipEscape` has checked.
    private static func codeUnit(_ source: Span<UInt8>, _ position: Int) -> UInt32 {
        var value: UInt32 = 0
        for index in position..<(position + 4) { value = value << 4 | (hexValue(source[index]) ?? 0) }
        return value
    }
}
