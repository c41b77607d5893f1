import JSON

/// Coerces literals of a validated document (spec 3's input coercion, `valueFromAST` of the reference implementation).
///
/// Nesting is bounded by the parser's limit, so recursion is.
struct LiteralCoercion {
    let source: ValidatedDocument
    /// Values of variables by name; nil where none may occur.
    let variables: (names: [String: Int], values: VariableValues)?

    var schema: Schema { source.schema }

    init(_ source: ValidatedDocument, variables: (names: [String: Int], values: VariableValues)?) {
        self.source = source
        self.variables = variables
    }

    /// The value of a literal of some type; nil where it does not fit, or where a variable in it has no value.
    func value(of literal: Document.Value, as type: TypeReference) -> JSONValue? {
        if case .variable(let name) = literal.kind {
            guard let value = variable(name), !(value.isNull && type.isNonNull) else { return nil }
            return value
        }
        if case .null = literal.kind { return type.isNonNull ? nil : .null }
        if let item = type.item { return list(literal, of: item) }
        switch schema[type.namedType] {
        case .scalar(let scalar): return self.scalar(literal, scalar)
        case .enum(let type):
            guard case .enumeration = literal.kind else { return nil }
            let name = source.document.text(of: literal.range)
            return type.values[name] == nil ? nil : .string(name)
        case .inputObject(let type): return object(literal, type)
        case .object, .interface, .union: return nil
        }
    }

    private func variable(_ name: SourceRange) -> JSONValue? {
        guard let variables, let index = variables.names[source.document.text(of: name)] else { return nil }
        return variables.values[index]
    }

    private func isMissing(_ literal: Document.Value) -> Bool {
        guard case .variable(let name) = literal.kind else { return false }
        return variable(name) == nil
    }

    private func list(_ literal: Document.Value, of item: TypeReference) -> JSONValue? {
        guard case .list(let literals) = literal.kind else { return value(of: literal, as: item).map { .array([$0]) } }
        var values: [JSONValue] = []
        values.reserveCapacity(literals.count)
        for id in literals {
            let literal = source.document[id]
            if isMissing(literal) {
                guard !item.isNonNull else { return nil }
                values.append(.null)
            } else {
                guard let value = value(of: literal, as: item) else { return nil }
                values.append(value)
            }
        }
        return .array(values)
    }

    private func object(_ literal: Document.Value, _ type: InputObjectType) -> JSONValue? {
        guard case .object(let nodes) = literal.kind else { return nil }
        var given: [String: Document.Value] = [:]
        for id in nodes {
            let field = source.document[id]
            given[source.document.text(of: field.name)] = field.value
        }
        var object = JSONObject()
        for field in type.fields {
            if let literal = given[field.name], !isMissing(literal) {
                guard let value = value(of: literal, as: field.type) else { return nil }
                object[field.outputName] = value
            } else if let defaultValue = field.coercedDefaultValue {
                object[field.outputName] = defaultValue
            } else if field.type.isNonNull {
                return nil
            }
        }
        if type.isOneOf {
            guard object.count == 1, nodes.count == 1, object.first?.value.isNull == false else { return nil }
        }
        let names = nodes.compactMap { type.fields[source.document.text(of: source.document[$0].name)]?.outputName }
        return .object(object.arranged(by: names))
    }

    private func scalar(_ literal: Document.Value, _ type: ScalarType) -> JSONValue? {
        guard let kind = ScalarLiteral.Kind(literal.kind) else { return nil }
        let source = source
        let scalar = ScalarLiteral(kind: kind, value: untyped(literal)) { source.document.text(of: literal.range) }
        return try? type.coercion.coerceLiteral(scalar)
    }

    /// A literal as JSON, whatever its type.
    private func untyped(_ literal: Document.Value) -> JSONValue {
        switch literal.kind {
        case .variable(let name): return variable(name) ?? .null
        case .int, .float:
            guard let number = try? JSONNumber(source.document.text(of: literal.range)) else { return .null }
            return .number(number)
        case .string: return .string(source.document.stringValue(of: literal))
        case .boolean(let value): return .bool(value)
        case .null: return .null
        case .enumeration: return .string(source.document.text(of: literal.range))
        case .list(let items): return .array(items.map { untyped(source.document[$0]) })
        case .object(let fields):
            var object = JSONObject()
            for id in fields {
                let field = source.document[id]
                if !isMissing(field.value) { object[source.document.text(of: field.name)] = untyped(field.value) }
            }
            return .object(object)
        }
    }
}

extension ScalarLiteral.Kind {
    /// Nil for variables and null.
    init?(_ kind: Document.Value.Kind) {
        switch kind {
        case .variable, .null: return nil
        case .int: self = .int
        case .float: self = .float
        case .string: self = .string
        case .boolean: self = .boolean
        case .enumeration: self = .enumeration
        case .list: self = .list
        case .object: self = .object
        }
    }
}
