extension Lexer {
    /// StringValue :: `"` StringCharacter* `"`
    ///
    /// Checks every escape, so that `StringLiteral` decodes without errors.
    func string(from start: Int) throws(SyntaxError) -> Token {
        var position = start &+ 1
        while position < bytes.count {
            switch bytes[position] {
            case 0x22: return token(.string, from: start, to: position + 1)
            case 0x5C: position = try escape(from: position)
            case 0x0A, 0x0D: throw SyntaxError("Unterminated string.", at: position)
            default: position &+= 1
            }
        }
        throw SyntaxError("Unterminated string.", at: bytes.count)
    }

    /// StringValue :: `"""` BlockStringCharacter* `"""`
    func blockString(from start: Int) throws(SyntaxError) -> Token {
        var position = start + 3
        while position < bytes.count {
            if bytes[position] == 0x22, hasTripleQuote(at: position) {
                return token(.blockString, from: start, to: position + 3)
            }
            position += bytes[position] == 0x5C && hasTripleQuote(at: position + 1) ? 4 : 1
        }
        throw SyntaxError("Unterminated string.", at: bytes.count)
    }

    private func hasTripleQuote(at position: Int) -> Bool {
        byte(at: position) == 0x22 && byte(at: position + 1) == 0x22 && byte(at: position + 2) == 0x22
    }

    /// `\u` EscapedUnicode, or `\` EscapedCharacter; gives the offset after it.
    private func escape(from start: Int) throws(SyntaxError) -> Int {
        switch byte(at: start + 1) {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
            return start + 2
        case 0x75:
            return byte(at: start + 2) == 0x7B
                ? try variableWidthEscape(from: start)
                : try fixedWidthEscape(from: start)
        default:
            throw SyntaxError(
                "Invalid character escape sequence: \"\(text(from: start, codePoints: 2))\".",
                at: start
            )
        }
    }

    /// EscapedUnicode :: `{` HexDigit+ `}`, at most eight digits, a Unicode scalar value.
    private func variableWidthEscape(from start: Int) throws(SyntaxError) -> Int {
        var point: UInt32 = 0
        var size = 3
        while size < 12, start + size < bytes.count {
            let byte = bytes[start + size]
            size += 1
            if byte == 0x7D {
                guard size > 4, Unicode.Scalar(point) != nil else { break }
                return start + size
            }
            guard let digit = byte.hexValue else { break }
            point = point << 4 | digit
        }
        throw invalidUnicodeEscape(at: start, codePoints: size)
    }

    /// EscapedUnicode :: HexDigit HexDigit HexDigit HexDigit; a leading surrogate needs its trailing one after it.
    private func fixedWidthEscape(from start: Int) throws(SyntaxError) -> Int {
        guard let code = fourHexDigits(at: start + 2) else { throw invalidUnicodeEscape(at: start, codePoints: 6) }
        if Unicode.Scalar(code) != nil {
            return start + 6
        }
        if code < 0xDC00, byte(at: start + 6) == 0x5C, byte(at: start + 7) == 0x75,
            let trailing = fourHexDigits(at: start + 8), (0xDC00...0xDFFF).contains(trailing)
        {
            return start + 12
        }
        throw invalidUnicodeEscape(at: start, codePoints: 6)
    }

    private func fourHexDigits(at position: Int) -> UInt32? {
        var code: UInt32 = 0
        for index in position..<(position + 4) {
            guard let digit = byte(at: index).hexValue else { return nil }
            code = code << 4 | digit
        }
        return code
    }

    private func invalidUnicodeEscape(at position: Int, codePoints: Int) -> SyntaxError {
        let text = text(from: position, codePoints: codePoints)
        return SyntaxError("Invalid Unicode escape sequence: \"\(text)\".", at: position)
    }
}
