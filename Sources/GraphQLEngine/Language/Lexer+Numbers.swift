extension Lexer {
    /// IntValue :: IntegerPart
    ///
    /// FloatValue :: IntegerPart FractionalPart? ExponentPart?
    func number(from start: Int) throws(SyntaxError) -> Token {
        var position = start
        var kind = Token.Kind.int
        if bytes[position] == 0x2D {
            position += 1
        }
        if byte(at: position) == 0x30 {
            position += 1
            if byte(at: position).isDigit {
                throw SyntaxError("Invalid number, unexpected digit after 0: \(printed(at: position)).", at: position)
            }
        } else {
            position = try digits(from: position)
        }
        if byte(at: position) == 0x2E {
            kind = .float
            position = try digits(from: position + 1)
        }
        if byte(at: position) | 0x20 == 0x65 {
            kind = .float
            position += 1
            if byte(at: position) == 0x2B || byte(at: position) == 0x2D {
                position += 1
            }
            position = try digits(from: position)
        }
        if byte(at: position) == 0x2E || byte(at: position).isNameStart {
            throw expectedDigit(at: position)
        }
        return token(kind, from: start, to: position)
    }

    /// Digit+; gives the offset after the last one.
    private func digits(from start: Int) throws(SyntaxError) -> Int {
        guard byte(at: start).isDigit else { throw expectedDigit(at: start) }
        var position = start + 1
        while byte(at: position).isDigit {
            position += 1
        }
        return position
    }

    private func expectedDigit(at position: Int) -> SyntaxError {
        SyntaxError("Invalid number, expected digit but got: \(printed(at: position)).", at: position)
    }
}
