import GraphQLEngine
import JSON

/// Makes random operations for a schema, most of them valid, and random results, most of them fitting.
struct RandomOperation {
    let schema: Schema
    var random: SeededRandom
    private var fragments: [String] = []
    private var variables: Set<String> = []
    /// Fields left to write; keeps operations small.
    private var budget = 0

    init(schema: Schema, seed: UInt64) {
        self.schema = schema
        random = SeededRandom(seed: seed)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    // MARK: Documents

    /// A document with one operation, and the variables for it as JSON text.
    mutating func document(_ kind: OperationKind) -> (text: String, variables: String) {
        fragments = []
        variables = []
        budget = Int.random(in: 1...25, using: &random)
        guard let root = schema.rootType(kind) else { return ("", "{}") }
        let set = selectionSet(root, depth: 0, isSubscription: kind == .subscription)
        let definitions = variables.sorted().map { "$\($0): Boolean!" }.joined(separator: ", ")
        let head = definitions.isEmpty ? kind.rawValue : "\(kind.rawValue) (\(definitions))"
        let values = variables.sorted().map { "\"\($0)\":\(chance(50))" }.joined(separator: ",")
        return ("\(head) \(set)\n" + fragments.joined(separator: "\n"), "{\(values)}")
    }

    private mutating func selectionSet(_ type: TypeID, depth: Int, isSubscription: Bool = false) -> String {
        var selections: [String] = []
        let count = isSubscription ? 1 : Int.random(in: 1...4, using: &random)
        for _ in 0..<count { selections.append(selection(type, depth: depth, isPlain: isSubscription)) }
        return "{ " + selections.joined(separator: " ") + " }"
    }

    private mutating func selection(_ type: TypeID, depth: Int, isPlain: Bool) -> String {
        budget -= 1
        if !isPlain, depth < 4, chance(15) {
            let condition = ([type] + schema.possibleTypes(of: type)).randomElement(using: &random) ?? type
            let name = schema.name(of: condition)
            let set = selectionSet(condition, depth: depth + 1)
            if chance(50) { return "... on \(name)\(directive()) \(set)" }
            let fragment = "F\(fragments.count)"
            fragments.append("fragment \(fragment) on \(name) \(set)")
            return "...\(fragment)\(directive())"
        }
        let fields = schema[type].fields ?? []
        guard !fields.isEmpty, isPlain || !chance(10) else { return "__typename" }
        let candidates = fields.filter { budget > 0 || schema[$0.type.namedType].isLeaf }
        guard let field = (candidates.isEmpty ? Array(fields) : candidates).randomElement(using: &random),
            depth < 7 || schema[field.type.namedType].isLeaf
        else { return "__typename" }
        var text = chance(30) ? "\(["a", "b", "key", "x"].randomElement(using: &random) ?? "a"): " : ""
        text += field.name + arguments(field) + (isPlain ? "" : directive())
        if schema[field.type.namedType].isComposite {
            text += " " + selectionSet(field.type.namedType, depth: depth + 1)
        }
        return text
    }

    private mutating func directive() -> String {
        guard chance(15) else { return "" }
        let name = chance(50) ? "@skip" : "@include"
        if chance(40) { return " \(name)(if: \(chance(50)))" }
        let variable = ["p", "q", "r"].randomElement(using: &random) ?? "p"
        variables.insert(variable)
        return " \(name)(if: $\(variable))"
    }

    private func arguments(_ field: FieldDefinition) -> String {
        let required = field.arguments.filter(\.isRequired)
        guard !required.isEmpty else { return "" }
        let texts = required.map { argument in
            switch schema[argument.type.namedType] {
            case .inputObject: "\(argument.name): {}"
            default: argument.type.isList ? "\(argument.name): [\"k\"]" : "\(argument.name): \"k\""
            }
        }
        return "(" + texts.joined(separator: ", ") + ")"
    }

    // MARK: Results

    /// A value that may be the result of a field of this type.
    mutating func value(_ type: TypeReference, depth: Int = 0) -> JSONValue {
        if chance(4) { return anything(depth: depth) }
        if !type.isNonNull, chance(10) { return .null }
        if chance(2) { return .null }
        if let item = type.item {
            return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in value(item, depth: depth + 1) })
        }
        switch schema[type.namedType] {
        case .scalar(let scalar):
            switch scalar.builtIn {
            case .int?: return .number(JSONNumber(Int64.random(in: -5...5, using: &random)))
            case .float?: return 1.5
            case .boolean?: return .bool(chance(50))
            case .string?, .id?: return .string(["", "text", "é\"\n", "key"].randomElement(using: &random) ?? "")
            case nil: return anything(depth: depth)
            }
        case .enum(let type): return .string(type.values.randomElement(using: &random)?.name ?? "")
        case .object, .interface, .union, .inputObject: return object(type.namedType, depth: depth)
        }
    }

    private mutating func object(_ type: TypeID, depth: Int) -> JSONValue {
        guard let concrete = schema.possibleTypes(of: type).randomElement(using: &random) else { return .null }
        var members: [(String, JSONValue)] = [("__typename", .string(schema.name(of: concrete)))]
        for field in schema[concrete].fields ?? [] {
            guard case .property(let name) = field.resolution, depth < 5 || schema[field.type.namedType].isLeaf else {
                continue
            }
            if chance(95) { members.append((name, value(field.type, depth: depth + 1))) }
        }
        members.shuffle(using: &random)
        return .object(JSONObject(members))
    }

    private mutating func anything(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth < 4 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(true)
        case 2: return 12345678901
        case 3: return .string("anything")
        case 4: return -0.5
        case 5: return .array((0..<2).map { _ in anything(depth: depth + 1) })
        default: return ["a": anything(depth: depth + 1), "token": anything(depth: depth + 1)]
        }
    }

    /// The text with some bytes changed, taken out or doubled.
    mutating func damaged(_ text: [UInt8]) -> [UInt8] {
        var text = text
        for _ in 0..<Int.random(in: 1...3, using: &random) where !text.isEmpty {
            let index = Int.random(in: 0..<text.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: text[index] = UInt8.random(in: 0...255, using: &random)
            case 1: text.remove(at: index)
            default: text.insert(text[index], at: index)
            }
        }
        return text
    }
}
