/// Splits UTF-8 text into tokens, spec 2.1. Holds no position: the parser asks for the token after an offset, which
/// makes looking ahead a plain call.
///
/// The bytes must be well-formed UTF-8 (`UTF8Check`) and fewer than 2^31.
struct Lexer {
    let bytes: [UInt8]

    /// The first token at or after `start`, ignored tokens skipped (spec 2.1.7).
    func token(from start: UInt32) throws(SyntaxError) -> Token {
        var position = Int(start)
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case 0x20, 0x2C, 0x0A, 0x0D, 0x09:
                position &+= 1
            case 0x61...0x7A, 0x41...0x5A, 0x5F:
                return name(from: position)
            case 0x7B: return punctuator(.braceLeft, position)
            case 0x7D: return punctuator(.braceRight, position)
            case 0x28: return punctuator(.parenLeft, position)
            case 0x29: return punctuator(.parenRight, position)
            case 0x3A: return punctuator(.colon, position)
            case 0x24: return punctuator(.dollar, position)
            case 0x21: return punctuator(.bang, position)
            case 0x3D: return punctuator(.equals, position)
            case 0x40: return punctuator(.at, position)
            case 0x5B: return punctuator(.bracketLeft, position)
            case 0x5D: return punctuator(.bracketRight, position)
            case 0x7C: return punctuator(.pipe, position)
            case 0x26: return punctuator(.ampersand, position)
            case 0x22:
                return self.byte(at: position + 1) == 0x22 && self.byte(at: position + 2) == 0x22
                    ? try blockString(from: position)
                    : try string(from: position)
            case 0x30...0x39, 0x2D:
                return try number(from: position)
            case 0x23:
                position = endOfComment(from: position)
            case 0x2E where self.byte(at: position + 1) == 0x2E && self.byte(at: position + 2) == 0x2E:
                return token(.spread, from: position, to: position + 3)
            case 0xEF where self.byte(at: position + 1) == 0xBB && self.byte(at: position + 2) == 0xBF:
                position &+= 3
            case 0x27:
                let hint = "Unexpected single quote character ('), did you mean to use a double quote (\")?"
                throw SyntaxError(hint, at: position)
            default:
                throw SyntaxError("Unexpected character: \(printed(at: position)).", at: position)
            }
        }
        return token(.endOfFile, from: bytes.count, to: bytes.count)
    }

    @inline(__always)
    func token(_ kind: Token.Kind, from start: Int, to end: Int) -> Token {
        Token(kind: kind, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end))
    }

    @inline(__always)
    private func punctuator(_ kind: Token.Kind, _ position: Int) -> Token {
        token(kind, from: position, to: position &+ 1)
    }

    /// The byte at an offset; 0 past the end, which is a character that no token but a string may hold.
    @inline(__always)
    func byte(at position: Int) -> UInt8 {
        position < bytes.count ? bytes[position] : 0
    }

    /// Name :: NameStart NameContinue*
    @inline(__always)
    private func name(from start: Int) -> Token {
        var position = start &+ 1
        while position < bytes.count, bytes[position].isNameContinue {
            position &+= 1
        }
        return token(.name, from: start, to: position)
    }

    /// Comment :: `#` CommentChar*
    private func endOfComment(from start: Int) -> Int {
        var position = start &+ 1
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
            position &+= 1
        }
        return position
    }
}

extension Lexer {
    /// The character at an offset as messages show it: quoted when it is printable ASCII, else its code point.
    func printed(at position: Int) -> String {
        guard position < bytes.count else { return "<EOF>" }
        let byte = bytes[position]
        if byte == 0x22 {
            return "'\"'"
        }
        if (0x20...0x7E).contains(byte) {
            return "\"\(Character(Unicode.Scalar(byte)))\""
        }
        guard let scalar = text(from: position, codePoints: 1).unicodeScalars.first else { return "<EOF>" }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// So many code points from an offset on, fewer at the end of the source.
    func text(from start: Int, codePoints: Int) -> String {
        var end = start
        var left = codePoints
        while end < bytes.count, left > 0 {
            end += 1
            while end < bytes.count, bytes[end] & 0xC0 == 0x80 {
                end += 1
            }
            left -= 1
        }
        return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    }
}
