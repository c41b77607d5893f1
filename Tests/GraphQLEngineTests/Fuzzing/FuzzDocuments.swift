/// Makes documents by the grammar, half of them with names of a schema so that many are valid.
struct FuzzDocuments {
    var random: FuzzRandom
    private var depth = 0

    /// The names that a fuzzed document draws from: those of `ValidationHarness.sdl`, and some that it lacks.
    private static let fields = [
        "dog", "pet", "catOrDog", "human", "int", "float", "text", "withDefault", "command", "list", "nested",
        "options",
        "choice", "anything", "name", "nickname", "barkVolume", "meowVolume", "owner", "pets", "doesKnow", "setName",
        "news", "__typename", "__schema", "__type", "types", "fields", "a", "b", "on", "query", "type",
    ]
    private static let types = [
        "Query", "Mutation", "Subscription", "Dog", "Cat", "Human", "Pet", "Being", "CatOrDog", "Command", "Options",
        "Choice", "Anything", "Int", "Float", "String", "Boolean", "ID", "Unknown", "__Type",
    ]
    private static let arguments = ["value", "values", "surname", "command", "id", "name", "if", "count", "why", "x"]
    private static let directives = ["skip", "include", "onField", "needy", "many", "onVariable", "deprecated", "nope"]
    private static let inputFields = ["required", "number", "list", "command", "inner", "old", "text", "unknown"]
    private static let variables = ["a", "b", "c"]
    private static let fragments = ["A", "B", "C"]
    private static let locations = ["FIELD", "QUERY", "OBJECT", "ENUM_VALUE", "VARIABLE_DEFINITION"]

    init(random: FuzzRandom) {
        self.random = random
    }

    // MARK: - Executable documents

    mutating func executable() -> String {
        let count = 1 + random.below(4)
        return (0..<count).map { _ in random.oneIn(3) ? fragment() : operation() }.joined(separator: gap())
    }

    private mutating func operation() -> String {
        if random.oneIn(3) { return selectionSet() }
        let kind = random.pick(["query", "query", "query", "mutation", "subscription"])
        let name = random.oneIn(3) ? "" : " " + random.pick(["Q", "R", "S"])
        var variables = ""
        if random.oneIn(2) {
            let list = (0...random.below(3)).map { _ in variableDefinition() }
            variables = "(" + list.joined(separator: gap()) + ")"
        }
        return description() + kind + name + variables + directives() + gap() + selectionSet()
    }

    private mutating func variableDefinition() -> String {
        let value = random.oneIn(3) ? " = " + self.value(isConstant: true) : ""
        return description() + "$" + random.pick(Self.variables) + ":" + gap() + type() + value
            + directives(isConstant: true)
    }

    private mutating func fragment() -> String {
        description() + "fragment " + random.pick(Self.fragments) + " on " + random.pick(Self.types) + directives()
            + gap() + selectionSet()
    }

    private mutating func selectionSet() -> String {
        depth += 1
        defer { depth -= 1 }
        let selections = (0...random.below(depth > 5 ? 1 : 4)).map { _ in selection() }
        return "{" + gap() + selections.joined(separator: gap()) + gap() + "}"
    }

    private mutating func selection() -> String {
        switch random.below(8) {
        case 0: return "..." + gap() + random.pick(Self.fragments) + directives()
        case 1: return "... on " + random.pick(Self.types) + directives() + gap() + selectionSet()
        case 2: return "..." + directives() + gap() + selectionSet()
        default:
            let alias = random.oneIn(4) ? random.pick(Self.fields) + ":" + gap() : ""
            let selections = depth < 8 && random.oneIn(2) ? gap() + selectionSet() : ""
            return alias + random.pick(Self.fields) + arguments() + directives() + selections
        }
    }

    // MARK: - Parts

    private mutating func arguments(isConstant: Bool = false) -> String {
        guard random.oneIn(3) else { return "" }
        let list = (0...random.below(2)).map { _ in
            random.pick(Self.arguments) + ":" + gap() + value(isConstant: isConstant)
        }
        return "(" + list.joined(separator: gap()) + ")"
    }

    private mutating func directives(isConstant: Bool = false) -> String {
        guard random.oneIn(6) else { return "" }
        return (0...random.below(2)).map { _ in
            gap() + "@" + random.pick(Self.directives) + arguments(isConstant: isConstant)
        }.joined()
    }

    mutating func value(isConstant: Bool) -> String {
        depth += 1
        defer { depth -= 1 }
        switch random.below(depth > 8 ? 9 : 12) {
        case 0: return isConstant ? "null" : "$" + random.pick(Self.variables)
        case 1: return random.pick(["0", "-1", "42", "2147483648", "123456789012345678901234567890"])
        case 2: return random.pick(["1.5", "-0.0", "1e10", "1.5E-300", "1e999"])
        case 3, 4: return string()
        case 5: return random.pick(["true", "false"])
        case 6: return "null"
        case 7, 8: return random.pick(["SIT", "HEEL", "DOWN", "OTHER", "on"])
        case 9:
            return "[" + (0..<random.below(4)).map { _ in value(isConstant: isConstant) }.joined(separator: gap()) + "]"
        default:
            let fields = (0..<random.below(4)).map { _ in
                random.pick(Self.inputFields) + ":" + gap() + value(isConstant: isConstant)
            }
            return "{" + fields.joined(separator: gap()) + "}"
        }
    }

    private mutating func type() -> String {
        let mark = random.oneIn(3) ? "!" : ""
        return (random.oneIn(4) ? "[" + type() + "]" : random.pick(Self.types)) + mark
    }

    private mutating func string() -> String {
        let pieces = [
            "a", " ", "é", "😀", "\\n", "\\u00e9", "\\u{1F600}", "\\uD83D\\uDE00", "\\\"", "\\\\", "#", "{", "\t",
            "\u{2028}",
        ]
        let blockPieces = [
            "a", " ", "  ", "\n", "\n", "\r\n", "\r", "\t", "é", "\\\"\"\"", "\"", "\\", "b", "#", "\u{2028}", "\u{85}",
        ]
        if random.oneIn(3) {
            let text = random.repeated(0...12, "") { $0.pick(blockPieces) }
            return "\"\"\"" + text + (text.hasSuffix("\"") || text.hasSuffix("\\") ? "\n" : "") + "\"\"\""
        }
        return "\"" + random.repeated(0...6, "") { $0.pick(pieces) } + "\""
    }

    private mutating func description() -> String {
        random.oneIn(8) ? string() + gap() : ""
    }

    private mutating func gap() -> String {
        random.pick([" ", " ", "\n", ",", "\r\n", "\t", " # c\n", "\u{FEFF} ", "\r"])
    }

    // MARK: - Type systems

    mutating func typeSystem() -> String {
        (0...random.below(4)).map { _ in typeSystemDefinition() }.joined(separator: gap())
    }

    private mutating func typeSystemDefinition() -> String {
        let isExtension = random.oneIn(4)
        let start = isExtension ? "extend " : description()
        let name = " " + random.pick(Self.types + ["T", "U", "V"])
        let applied = directives(isConstant: true)
        switch random.below(8) {
        case 0: return start + "schema" + applied + "{query:" + random.pick(Self.types) + "}"
        case 1: return start + "scalar" + name + (isExtension ? " @x" : applied)
        case 2: return start + "union" + name + applied + " = " + random.repeated(1...3, "|") { $0.pick(Self.types) }
        case 3:
            let values = (0...random.below(3)).map { _ in description() + random.pick(["ONE", "TWO", "SIT"]) }
            return start + "enum" + name + applied + "{" + values.joined(separator: gap()) + "}"
        case 4: return start + "input" + name + applied + "{" + inputValues() + "}"
        case 5 where !isExtension:
            return start + "directive @" + random.pick(Self.directives)
                + (random.oneIn(2) ? "(" + inputValues() + ")" : "")
                + (random.oneIn(2) ? " repeatable" : "") + " on "
                + random.repeated(1...3, "|") { $0.pick(Self.locations) }
        default:
            let interfaces =
                random.oneIn(3) ? " implements " + random.pick(Self.types) + "&" + random.pick(Self.types) : ""
            let fields = (0...random.below(3)).map { _ in
                description() + random.pick(Self.fields) + (random.oneIn(3) ? "(" + inputValues() + ")" : "") + ":"
                    + type()
                    + directives(isConstant: true)
            }
            return start + random.pick(["type", "interface"]) + name + interfaces + applied
                + "{" + fields.joined(separator: gap()) + "}"
        }
    }

    private mutating func inputValues() -> String {
        (0...random.below(2)).map { _ in
            description() + random.pick(Self.inputFields) + ":" + type()
                + (random.oneIn(3) ? " = " + value(isConstant: true) : "") + directives(isConstant: true)
        }.joined(separator: gap())
    }

    // MARK: - Near misses

    /// Tokens in any order.
    mutating func tokens() -> String {
        let tokens = [
            "{", "}", "(", ")", "[", "]", ":", "!", "$", "@", "|", "&", "=", "...", "query", "fragment", "on", "type",
            "extend", "input", "enum", "union", "schema", "directive", "repeatable", "implements", "a", "1", "1.5",
            "null",
        ]
        return (0..<random.below(30)).map { _ in random.oneIn(8) ? string() : random.pick(tokens) }
            .joined(separator: " ")
    }

    /// A document with some bytes changed, taken out, doubled or put in.
    mutating func mutated(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0...random.below(6) where !bytes.isEmpty {
            let index = random.below(bytes.count)
            switch random.below(5) {
            case 0: bytes[index] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(bytes[random.below(bytes.count)], at: index)
            case 3:
                let end = min(bytes.count, index + random.below(20))
                bytes.insert(contentsOf: bytes[index..<end], at: random.below(bytes.count))
            default:
                bytes.insert(
                    contentsOf: Array(random.pick(["{", "}", "\"", "\"\"\"", "\\u", "...", "$", "[", "é", "#"]).utf8),
                    at: index
                )
            }
        }
        return bytes
    }
}
