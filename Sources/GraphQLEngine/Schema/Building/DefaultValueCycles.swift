/// Finds input fields whose default values bring themselves in (spec 3.10, InputObjectDefaultValueHasCycle).
struct DefaultValueCycles {
    private var inputFields: [String: [SchemaBuilder.InputValue]] = [:]
    private var visited: Set<String> = []
    private var path: [(field: String, position: DefinitionPosition?)] = []
    private var indexInPath: [String: Int] = [:]
    private var errors: [DefaultValues.Failure] = []
    private var isTooDeep = false

    static func find(_ types: [TypeDraft]) -> [DefaultValues.Failure] {
        var search = DefaultValueCycles()
        for type in types {
            if case .inputObject(let fields, _) = type.kind { search.inputFields[type.name] = fields }
        }
        let everyDefault = InputLiteral(kind: .object([]), offset: nil, isJSON: true)
        for type in types where search.inputFields[type.name] != nil {
            search.visit(everyDefault, of: type.name, depth: 0)
        }
        return search.errors
    }

    private mutating func visit(_ literal: InputLiteral, of type: String, depth: Int) {
        guard depth < DefaultValues.maximumDepth else {
            if !isTooDeep {
                let message = "Default values are nested deeper than \(DefaultValues.maximumDepth)."
                errors.append(.init(message: message, positions: path.last.map { [$0.position] } ?? []))
            }
            isTooDeep = true
            return
        }
        switch literal.kind {
        case .list(let items):
            for item in items { visit(item, of: type, depth: depth + 1) }
        case .object(let members):
            let given = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
            for field in inputFields[type] ?? [] where inputFields[field.type.name] != nil {
                if let value = given[field.name] {
                    visit(value, of: field.type.name, depth: depth + 1)
                } else if let value = field.defaultValue {
                    visit(default: value, of: field, in: type, depth: depth + 1)
                }
            }
        case .null, .int, .float, .string, .boolean, .enumeration:
            break
        }
    }

    private mutating func visit(
        default value: InputLiteral,
        of field: SchemaBuilder.InputValue,
        in type: String,
        depth: Int
    ) {
        let name = "\(type).\(field.name)"
        if let start = indexInPath[name] {
            let cycle = path[start...]
            let others = cycle.dropFirst().map(\.field)
            let via = others.isEmpty ? "" : " via the default values of: \(others.joined(separator: ", "))"
            let message =
                "Invalid circular reference. The default value of Input Object field \(name) references itself\(via)."
            errors.append(.init(message: message, positions: cycle.map(\.position)))
            return
        }
        guard visited.insert(name).inserted else { return }
        indexInPath[name] = path.count
        path.append((name, field.positions.defaultValue))
        visit(value, of: field.type.name, depth: depth + 1)
        path.removeLast()
        indexInPath[name] = nil
    }
}
