import JSON

/// A default value, coerced.
struct DefaultValue: Sendable {
    /// Keys are names of input fields; this is what printing and introspection show.
    var external: JSONValue
    /// Keys are output names; this is what execution uses.
    var coerced: JSONValue
    /// How many values it holds, itself included.
    var size = 1
}

/// Coerces the default values of a draft (spec 3.6.1, 3.10): input fields that a default leaves out get their own.
struct DefaultValues {
    struct Failure {
        var message: String
        var positions: [DefinitionPosition?]
    }

    private struct FieldKey: Hashable {
        var type: TypeID
        var index: Int
    }

    /// How deep defaults may nest, those that they bring in counted.
    static let maximumDepth = 320
    /// How many values a default may hold: defaults that bring in others may double at each step.
    static let maximumSize = 100_000

    private(set) var errors: [Failure] = []
    private var types: [TypeDraft] = []
    private var ids: [String: TypeID] = [:]
    private var fieldDefaults: [FieldKey: DefaultValue?] = [:]
    private var depth = 0

    init() {}

    init(types: [TypeDraft], ids: [String: TypeID]) {
        self.types = types
        self.ids = ids
        errors = DefaultValueCycles.find(types)
        // With a cycle no default can be coerced to the end.
        guard errors.isEmpty else { return }
        for (type, draft) in types.enumerated() {
            guard case .inputObject(let fields, _) = draft.kind else { continue }
            for index in fields.indices { _ = value(ofField: index, in: TypeID(type)) }
        }
    }

    /// The default of an argument.
    mutating func value(
        of input: SchemaBuilder.InputValue,
        type: TypeReference,
        coordinate: () -> String
    ) -> DefaultValue? {
        guard let literal = input.defaultValue, ids.count > 0, isInput(type) else { return nil }
        do {
            return try coerce(literal, type)
        } catch {
            let path = error.path.isEmpty ? "" : " at " + error.path.reversed().joined()
            var position = input.positions.defaultValue
            if let offset = error.offset { position?.offset = offset }
            errors.append(
                Failure(
                    message: "\(coordinate()) has invalid default value\(path): \(error.message)",
                    positions: [position]
                )
            )
            return nil
        }
    }

    /// The default of an input field; worked out once.
    mutating func value(ofField index: Int, in type: TypeID) -> DefaultValue? {
        let key = FieldKey(type: type, index: index)
        if let known = fieldDefaults[key] { return known }
        fieldDefaults[key] = .some(nil)  // while it is worked out, and if there are cycles
        guard case .inputObject(let fields, _) = types[Int(type.index)].kind else { return nil }
        let name = types[Int(type.index)].name
        let value = value(of: fields[index], type: resolve(fields[index].type)) { "\(name).\(fields[index].name)" }
        fieldDefaults[key] = .some(value)
        return value
    }

    private func resolve(_ type: TypeExpression) -> TypeReference {
        TypeReference(ids[type.name] ?? TypeID(0), type.wrappers)
    }

    /// Others are reported by the validation of the schema.
    private func isInput(_ type: TypeReference) -> Bool {
        switch types[Int(type.namedType.index)].kind {
        case .scalar, .enum, .inputObject: true
        case .object, .interface, .union: false
        }
    }
}

// MARK: - Coercion

extension DefaultValues {
    private struct Mismatch: Error {
        var message: String
        var offset: UInt32?
        /// From the inside out.
        var path: [String] = []

        func inside(_ step: String) -> Mismatch {
            var copy = self
            copy.path.append(step)
            return copy
        }
    }

    private mutating func coerce(
        _ literal: InputLiteral,
        _ type: TypeReference
    ) throws(Mismatch) -> DefaultValue {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw Mismatch(
                message: "Default values are nested deeper than \(Self.maximumDepth).",
                offset: literal.offset
            )
        }
        if case .null = literal.kind {
            guard !type.isNonNull else {
                throw Mismatch(message: "Expected value of type \"\(text(type))\", found null.", offset: literal.offset)
            }
            return DefaultValue(external: .null, coerced: .null)
        }
        if let item = type.item { return try coerceList(literal, item) }
        let draft = types[Int(type.namedType.index)]
        switch draft.kind {
        case .scalar(let coercion, _): return try coerceScalar(literal, draft.name, coercion)
        case .enum(let values): return try coerceEnum(literal, draft.name, values)
        case .inputObject(let fields, let isOneOf):
            let object = try coerceObject(literal, type.namedType, fields)
            if isOneOf { try checkOneOf(literal, draft.name) }
            return object
        case .object, .interface, .union:
            throw Mismatch(message: "Expected an input type.", offset: literal.offset)
        }
    }

    private mutating func coerceList(
        _ literal: InputLiteral,
        _ item: TypeReference
    ) throws(Mismatch) -> DefaultValue {
        guard case .list(let items) = literal.kind else {
            let value = try coerce(literal, item)
            return DefaultValue(
                external: .array([value.external]),
                coerced: .array([value.coerced]),
                size: value.size + 1
            )
        }
        var external: [JSONValue] = []
        var coerced: [JSONValue] = []
        var size = 1
        for (index, element) in items.enumerated() {
            do {
                let value = try coerce(element, item)
                external.append(value.external)
                coerced.append(value.coerced)
                size += value.size
            } catch {
                throw error.inside("[\(index)]")
            }
        }
        return try checkSize(DefaultValue(external: .array(external), coerced: .array(coerced), size: size), literal)
    }

    private func coerceScalar(
        _ literal: InputLiteral,
        _ name: String,
        _ coercion: any ScalarCoercion
    ) throws(Mismatch) -> DefaultValue {
        do {
            let isBuiltIn = BuiltInScalar(rawValue: name) != nil
            let coerced: JSONValue
            if !literal.isJSON, let scalar = literal.scalarLiteral {
                coerced = try coercion.coerceLiteral(scalar)
            } else {
                coerced = try coercion.coerceInput(literal.json)
            }
            return DefaultValue(external: isBuiltIn ? coerced : literal.json, coerced: coerced)
        } catch {
            throw Mismatch(message: error.message, offset: literal.offset)
        }
    }

    private func coerceEnum(
        _ literal: InputLiteral,
        _ name: String,
        _ values: [SchemaBuilder.EnumValue]
    ) throws(Mismatch) -> DefaultValue {
        let value: String
        switch literal.kind {
        case .enumeration(let text): value = text
        case .string(let text) where literal.isJSON: value = text
        default:
            let message = "Enum \"\(name)\" cannot represent non-enum value: \(literal.printed)."
            throw Mismatch(message: message, offset: literal.offset)
        }
        guard values.contains(where: { $0.name == value }) else {
            let near = Suggestions(among: values.map(\.name)).near(value)
            let message =
                "Value \"\(value)\" does not exist in \"\(name)\" enum."
                + Suggestions.didYouMean(near, introduction: "the enum value")
            throw Mismatch(message: message, offset: literal.offset)
        }
        return DefaultValue(external: .string(value), coerced: .string(value))
    }

    private mutating func coerceObject(
        _ literal: InputLiteral,
        _ type: TypeID,
        _ fields: [SchemaBuilder.InputValue]
    ) throws(Mismatch) -> DefaultValue {
        let name = types[Int(type.index)].name
        guard case .object(let members) = literal.kind else {
            let message = "Expected value of type \"\(name)\", found \(literal.printed)."
            throw Mismatch(message: message, offset: literal.offset)
        }
        let given = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
        let known = Set(fields.map(\.name))
        if let unknown = members.first(where: { !known.contains($0.name) }) {
            let message =
                "Field \"\(unknown.name)\" is not defined by type \"\(name)\"."
                + Suggestions(among: known).didYouMean(unknown.name)
            throw Mismatch(message: message, offset: unknown.value.offset)
        }
        var external = JSONObject()
        var coerced = JSONObject()
        var size = 1
        for (index, field) in fields.enumerated() {
            let fieldType = resolve(field.type)
            guard let value = try fieldValue(given[field.name], index, fieldType, of: type, named: field.name) else {
                guard !fieldType.isNonNull else {
                    let message =
                        "Field \"\(name).\(field.name)\" of required type \"\(text(fieldType))\" was not provided."
                    throw Mismatch(message: message, offset: literal.offset)
                }
                continue
            }
            external[field.name] = value.external
            coerced[field.outputName ?? field.name] = value.coerced
            size += value.size
        }
        return try checkSize(DefaultValue(external: .object(external), coerced: .object(coerced), size: size), literal)
    }

    private func checkSize(_ value: DefaultValue, _ literal: InputLiteral) throws(Mismatch) -> DefaultValue {
        guard value.size <= Self.maximumSize else {
            let message = "Default value is too large: it holds more than \(Self.maximumSize) values."
            throw Mismatch(message: message, offset: literal.offset)
        }
        return value
    }

    private mutating func fieldValue(
        _ literal: InputLiteral?,
        _ index: Int,
        _ fieldType: TypeReference,
        of type: TypeID,
        named name: String
    ) throws(Mismatch) -> DefaultValue? {
        guard let literal else { return value(ofField: index, in: type) }
        guard isInput(fieldType) else { return nil }
        do {
            return try coerce(literal, fieldType)
        } catch {
            throw error.inside(".\(name)")
        }
    }

    private func checkOneOf(_ literal: InputLiteral, _ name: String) throws(Mismatch) {
        guard case .object(let members) = literal.kind else { return }
        guard members.count == 1, let only = members.first else {
            let message = "OneOf Input Object \"\(name)\" must specify exactly one key."
            throw Mismatch(message: message, offset: literal.offset)
        }
        if case .null = only.value.kind {
            throw Mismatch(message: "Field \"\(name).\(only.name)\" must be non-null.", offset: literal.offset)
        }
    }

    private func text(_ type: TypeReference) -> String {
        type.wrappers.description(of: types[Int(type.namedType.index)].name)
    }
}
