/// Reads a regular expression of ECMA-262 in Unicode mode.
///
/// More lenient than the standard where JavaScript without the `u` flag is: a brace or bracket that belongs to nothing
/// is a character, and any character that is no letter or digit may be escaped.
struct PatternParser {
    /// How deep groups may nest.
    static let maximumDepth = 100

    var input: [UInt32]
    var position = 0
    private var depth = 0
    /// Something that ECMA-262 allows and this matcher does not do, found in the set at hand.
    var unsupported: String?

    init(_ source: String) { input = source.unicodeScalars.map(\.value) }

    static func parse(_ source: String) throws(PatternError) -> PatternSyntax {
        var parser = PatternParser(source)
        let syntax = try parser.disjunction()
        guard parser.position == parser.input.count else {
            throw parser.failure("an unmatched ')'", "a balanced group")
        }
        return syntax
    }

    func failure(_ found: String, _ expected: String) -> PatternError {
        PatternError(found: "\(found) at character \(position) of the regular expression", expected: expected)
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < input.count, input[position] == character.value else { return false }
        position += 1
        return true
    }

    mutating func take(_ text: String) -> Bool {
        let scalars = text.unicodeScalars.map(\.value)
        guard input[position...].starts(with: scalars) else { return false }
        position += scalars.count
        return true
    }

    private mutating func disjunction() throws(PatternError) -> PatternSyntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw failure("deeply nested groups", "at most 100 levels of groups") }
        var alternatives = [try alternative()]
        while take("|") { alternatives.append(try alternative()) }
        return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives)
    }

    private mutating func alternative() throws(PatternError) -> PatternSyntax {
        var terms: [PatternSyntax] = []
        while position < input.count, input[position] != 0x7C, input[position] != 0x29 {
            let start = position
            let term = try term()
            guard let (minimum, maximum) = try quantifier() else {
                terms.append(term)
                continue
            }
            switch term {
            case .assertion, .look:
                position = start
                throw failure("a quantifier after an assertion", "a quantifier after a character or group")
            default: terms.append(.repetition(term, minimum: minimum, maximum: maximum))
            }
        }
        return terms.count == 1 ? terms[0] : terms.isEmpty ? .empty : .sequence(terms)
    }

    private mutating func term() throws(PatternError) -> PatternSyntax {
        switch input[position] {
        case 0x5E:
            position += 1
            return .assertion(.start)
        case 0x24:
            position += 1
            return .assertion(.end)
        case 0x28:
            position += 1
            return try group()
        case 0x2E:
            position += 1
            return .set(CodePointSet(CodePointSet.lineTerminators.ranges, isNegated: true))
        case 0x5B:
            position += 1
            return try characterClass()
        case 0x5C:
            position += 1
            return try atomEscape()
        case 0x2A, 0x2B, 0x3F:
            throw failure("a quantifier with nothing before it", "a character or group before it")
        case 0x7B:
            let start = position
            if try quantifier() != nil {
                position = start
                throw failure("a quantifier with nothing before it", "a character or group before it")
            }
            position = start + 1
            return .set(CodePointSet([0x7B...0x7B]))
        case let code:
            position += 1
            return .set(CodePointSet([code...code]))
        }
    }

    private mutating func group() throws(PatternError) -> PatternSyntax {
        let start = position - 1
        var look: (ahead: Bool, negated: Bool)?
        if take("?") {
            if take(":") {
            } else if take("=") {
                look = (true, false)
            } else if take("!") {
                look = (true, true)
            } else if take("<=") {
                look = (false, false)
            } else if take("<!") {
                look = (false, true)
            } else if take("<") {
                _ = try groupName()
            } else {
                throw failure("a group of an unknown kind", "(?:, (?=, (?!, (?<=, (?<! or (?<name>")
            }
        }
        let content = try disjunction()
        guard take(")") else {
            position = start
            throw failure("a group that is not closed", "a ')'")
        }
        // A group may be repeated whatever it holds; an assertion by itself may not.
        guard let look else { return .sequence([content]) }
        return .look(content, ahead: look.ahead, negated: look.negated)
    }

    /// The name of a group up to its '>'.
    mutating func groupName() throws(PatternError) -> String {
        var name = ""
        while position < input.count, input[position] != 0x3E {
            guard let scalar = Unicode.Scalar(input[position]) else { break }
            let isPart =
                scalar == "$" || scalar == "_"
                || (name.isEmpty ? scalar.properties.isIDStart : scalar.properties.isIDContinue)
            guard isPart else { throw failure("a character that no group name may have", "a group name") }
            name.unicodeScalars.append(scalar)
            position += 1
        }
        guard !name.isEmpty, take(">") else { throw failure("a group name that is not closed", "a name and '>'") }
        return name
    }

    /// The quantifier at the position, if there is one; a lazy one is the same.
    private mutating func quantifier() throws(PatternError) -> (Int, Int?)? {
        guard position < input.count else { return nil }
        let bounds: (Int, Int?)
        switch input[position] {
        case 0x2A: bounds = (0, nil)
        case 0x2B: bounds = (1, nil)
        case 0x3F: bounds = (0, 1)
        case 0x7B: return try countedQuantifier()
        default: return nil
        }
        position += 1
        _ = take("?")
        return bounds
    }

    private mutating func countedQuantifier() throws(PatternError) -> (Int, Int?)? {
        let start = position
        position += 1
        guard let minimum = number() else {
            position = start
            return nil
        }
        var maximum: Int? = minimum
        if take(",") { maximum = number() }
        guard take("}") else {
            position = start
            return nil
        }
        if let maximum, maximum < minimum {
            position = start
            throw failure("a quantifier with its bounds in the wrong order", "the smaller number first")
        }
        _ = take("?")
        return (minimum, maximum)
    }

    private mutating func number() -> Int? {
        let start = position
        var value = 0
        while position < input.count, input[position] >= 0x30, input[position] <= 0x39 {
            value = min(value * 10 + Int(input[position] - 0x30), 1_000_000_000)
            position += 1
        }
        return position > start ? value : nil
    }
}
