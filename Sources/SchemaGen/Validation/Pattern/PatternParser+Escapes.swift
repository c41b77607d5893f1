extension PatternParser {
    /// A class after its opening bracket.
    mutating func characterClass() throws(PatternError) -> PatternSyntax {
        let start = position - 1
        var set = CodePointSet()
        let isNegated = take("^")
        while !take("]") {
            guard position < input.count else {
                position = start
                throw failure("a character class that is not closed", "a ']'")
            }
            guard let first = try classAtom(&set) else { continue }
            guard position + 1 < input.count, input[position] == 0x2D, input[position + 1] != 0x5D else {
                set.insert(first...first)
                continue
            }
            let dash = position
            position += 1
            guard let last = try classAtom(&set) else {
                // "[a-\d]": the dash is a character.
                set.insert(first...first)
                set.insert(0x2D...0x2D)
                continue
            }
            guard first <= last else {
                position = dash
                throw failure("a range in the wrong order", "the smaller character first")
            }
            set.insert(first...last)
        }
        set.isNegated = isNegated
        return unsupported.map { .unsupported($0) } ?? .set(set)
    }

    /// The next character of a class; nil if it was a class of its own, which has been added to the set.
    private mutating func classAtom(_ set: inout CodePointSet) throws(PatternError) -> UInt32? {
        let code = input[position]
        position += 1
        guard code == 0x5C else { return code }
        guard position < input.count else { throw failure("a backslash at the end", "an escape") }
        if take("b") { return 0x08 }
        if take("-") { return 0x2D }
        if let other = try setEscape() {
            set.formUnion(other)
            return nil
        }
        return try characterEscape()
    }

    /// An escape outside of classes, after its backslash.
    mutating func atomEscape() throws(PatternError) -> PatternSyntax {
        guard position < input.count else { throw failure("a backslash at the end", "an escape") }
        if take("b") { return .assertion(.wordBoundary) }
        if take("B") { return .assertion(.noWordBoundary) }
        if input[position] >= 0x31, input[position] <= 0x39 {
            while position < input.count, input[position] >= 0x30, input[position] <= 0x39 { position += 1 }
            return .unsupported("a backreference")
        }
        if take("k<") {
            _ = try groupName()
            return .unsupported("a backreference")
        }
        if let set = try setEscape() { return unsupported.map { .unsupported($0) } ?? .set(set) }
        let code = try characterEscape()
        return .set(CodePointSet([code...code]))
    }

    /// `\d`, `\w`, `\s`, `\p` and their negations.
    private mutating func setEscape() throws(PatternError) -> CodePointSet? {
        let code = input[position]
        let set: CodePointSet
        switch code | 0x20 {
        case 0x64: set = .digits
        case 0x77: set = .wordCharacters
        case 0x73: set = .spaces
        case 0x70: return try propertyEscape()
        default: return nil
        }
        guard code & 0xDF == 0x44 || code & 0xDF == 0x57 || code & 0xDF == 0x53 else { return nil }
        position += 1
        return CodePointSet(set.ranges, isNegated: code & 0x20 == 0)
    }

    private mutating func propertyEscape() throws(PatternError) -> CodePointSet? {
        let isNegated = input[position] == 0x50
        guard isNegated || input[position] == 0x70 else { return nil }
        let start = position
        position += 1
        guard take("{"), let end = input[position...].firstIndex(of: 0x7D) else {
            position = start
            throw failure("\\p without a property in braces", "\\p{…}")
        }
        var name = ""
        for code in input[position..<end] { name.unicodeScalars.append(Unicode.Scalar(code) ?? "?") }
        position = end + 1
        var set = CodePointSet()
        if let property = UnicodeProperty(name) {
            set.insert(property, isNegated: isNegated)
        } else if UnicodeProperty.isScript(name) {
            unsupported = "\\p{\(name)}"
        } else {
            position = start
            throw failure("\\p with an unknown property", "a general category or a binary property of Unicode")
        }
        return set
    }

    /// An escape that stands for one character, after its backslash.
    private mutating func characterEscape() throws(PatternError) -> UInt32 {
        let code = input[position]
        position += 1
        switch code {
        case 0x74: return 0x9
        case 0x6E: return 0xA
        case 0x76: return 0xB
        case 0x66: return 0xC
        case 0x72: return 0xD
        case 0x30 where position >= input.count || !(0x30...0x39).contains(input[position]): return 0
        case 0x63: return try controlLetter()
        case 0x78: return try hexadecimal(digits: 2)
        case 0x75: return try unicodeEscape()
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A:
            position -= 1
            throw failure("an escape of a letter or digit that has no meaning", "an escape of ECMA-262")
        default: return code
        }
    }

    private mutating func controlLetter() throws(PatternError) -> UInt32 {
        guard position < input.count, (0x41...0x5A).contains(input[position] & 0xDF) else {
            throw failure("\\c without a letter", "a letter")
        }
        position += 1
        return input[position - 1] & 0x1F
    }

    private mutating func unicodeEscape() throws(PatternError) -> UInt32 {
        if take("{") {
            var value: UInt32 = 0
            let start = position
            while position < input.count, let digit = Self.hexadecimalDigit(input[position]), value <= 0x10FFFF {
                value = value << 4 | digit
                position += 1
            }
            guard position > start, value <= 0x10FFFF, take("}") else {
                throw failure("\\u{…} that is no code point", "\\u{0} to \\u{10FFFF}")
            }
            return value
        }
        let high = try hexadecimal(digits: 4)
        guard high & 0xFC00 == 0xD800, input[position...].starts(with: [0x5C, 0x75]) else { return high }
        let before = position
        position += 2
        guard let low = try? hexadecimal(digits: 4), low & 0xFC00 == 0xDC00 else {
            position = before
            return high
        }
        return 0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF))
    }

    private mutating func hexadecimal(digits: Int) throws(PatternError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard position < input.count, let digit = Self.hexadecimalDigit(input[position]) else {
                throw failure("an escape without its hexadecimal digits", "\(digits) hexadecimal digits")
            }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    private static func hexadecimalDigit(_ code: UInt32) -> UInt32? {
        switch code {
        case 0x30...0x39: code - 0x30
        case 0x41...0x46: code - 0x37
        case 0x61...0x66: code - 0x57
        default: nil
        }
    }
}
