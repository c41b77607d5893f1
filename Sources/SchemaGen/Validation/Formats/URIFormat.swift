/// RFC 3986 appendix A, and RFC 3987 section 2.2 for international ones.
struct URIFormat {
    private let international: Bool

    private init(international: Bool) { self.international = international }

    static func accepts(_ text: Span<UInt8>, international: Bool, isReference: Bool) -> Bool {
        let format = URIFormat(international: international)
        var index = 0
        let hasScheme = skipScheme(text, &index)
        if !hasScheme {
            guard isReference else { return false }
            index = 0
        }
        if index + 1 < text.count, text[index] == 0x2F, text[index + 1] == 0x2F {
            index += 2
            guard format.skipAuthority(text, &index) else { return false }
        } else if !hasScheme {
            // The first segment of a relative path must not look like a scheme.
            var end = index
            while end < text.count, text[end] != 0x2F, text[end] != 0x3F, text[end] != 0x23 {
                if text[end] == 0x3A { return false }
                end += 1
            }
        }
        format.skip(text, &index, also: "/:@", isQuery: false)
        if index < text.count, text[index] == 0x3F {
            index += 1
            format.skip(text, &index, also: "/:@?", isQuery: true)
        }
        if index < text.count, text[index] == 0x23 {
            index += 1
            format.skip(text, &index, also: "/:@?", isQuery: false)
        }
        return index == text.count
    }

    private static func skipScheme(_ text: Span<UInt8>, _ index: inout Int) -> Bool {
        guard text.count > 0, text[0].isLetter else { return false }
        while index < text.count {
            let byte = text[index]
            index += 1
            if byte == 0x3A { return true }
            guard byte.isLetter || byte.isDigit || byte == 0x2B || byte == 0x2D || byte == 0x2E else { return false }
        }
        return false
    }

    private func skipAuthority(_ text: Span<UInt8>, _ index: inout Int) -> Bool {
        var end = index
        var at: Int?
        while end < text.count, text[end] != 0x2F, text[end] != 0x3F, text[end] != 0x23 {
            if text[end] == 0x40 { at = end }
            end += 1
        }
        if let at {
            skip(text, &index, also: ":", isQuery: false)
            guard index == at else { return false }
            index += 1
        }
        if index < end, text[index] == 0x5B {
            guard let close = (index..<end).first(where: { text[$0] == 0x5D }) else { return false }
            guard isLiteral(text, (index + 1)..<close) else { return false }
            index = close + 1
        } else {
            skip(text, &index, also: "", isQuery: false)
        }
        if index < end, text[index] == 0x3A {
            index += 1
            while index < end, text[index].isDigit { index += 1 }
        }
        return index == end
    }

    /// An IPv6 address or one of a future version in brackets.
    private func isLiteral(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard let first = range.first, text[first] | 0x20 == 0x76 else { return AddressFormat.isIPv6(text, range) }
        var index = first + 1
        while index < range.upperBound, text[index].isHexDigit { index += 1 }
        guard index > first + 1, index + 1 < range.upperBound, text[index] == 0x2E else { return false }
        return ((index + 1)..<range.upperBound).allSatisfy { isPlain(text[$0]) || text[$0] == 0x3A }
    }

    private func isPlain(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "-._~!$&'()*+,;=".utf8.contains(byte)
    }

    /// Skips unreserved characters, sub-delimiters, escapes, and the characters of `also`.
    private func skip(_ text: Span<UInt8>, _ index: inout Int, also: StaticString, isQuery: Bool) {
        while index < text.count {
            let byte = text[index]
            if byte == 0x25 {
                guard index + 2 < text.count, text[index + 1].isHexDigit, text[index + 2].isHexDigit else { return }
                index += 3
            } else if byte >= 0x80 {
                guard international, let length = internationalLength(text, index, isQuery) else { return }
                index += length
            } else {
                let isOther = also.withUTF8Buffer { $0.contains(byte) }
                guard isOther || isPlain(byte) else { return }
                index += 1
            }
        }
    }

    /// The length of a character that RFC 3987 allows; nil for another.
    private func internationalLength(_ text: Span<UInt8>, _ index: Int, _ isQuery: Bool) -> Int? {
        let length = text[index] < 0xE0 ? 2 : text[index] < 0xF0 ? 3 : 4
        guard index + length <= text.count else { return nil }
        var code = UInt32(text[index]) & (0xFF >> UInt32(length + 1))
        for offset in 1..<length { code = code << 6 | UInt32(text[index + offset] & 0x3F) }
        switch code {
        case 0xA0...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFEF: return length
        case 0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD: return isQuery ? length : nil
        case 0x10000...0xEFFFF: return code & 0xFFFE != 0xFFFE && !(0xE0000...0xE0FFF ~= code) ? length : nil
        default: return nil
        }
    }
}
