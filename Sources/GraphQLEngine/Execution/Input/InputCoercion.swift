import JSON

/// Coerces a value from variables to an input type (spec 3's input coercion, `coerceInputValue` of the reference
/// implementation), and lists every error in it with its place.
///
/// Types of input objects may be recursive, so the depth of the value bounds recursion; JSON parsing bounds that.
struct InputCoercion {
    let schema: Schema
    /// In the order in which they were found.
    var errors: [Failure] = []
    /// From the variable to the current value.
    private var path: [PathSegment] = []

    struct Failure {
        var message: String
        var value: JSONValue
        var path: [PathSegment]
    }

    /// With more errors than this no further ones are looked for.
    static let maximumErrors = 50

    init(schema: Schema) {
        self.schema = schema
    }

    /// The coerced value; what it is means nothing once there are errors.
    mutating func coerce(_ value: JSONValue, to type: TypeReference) -> JSONValue {
        if value.isNull {
            if type.isNonNull {
                fail("Expected non-nullable type \"\(schema.text(of: type))\" not to be null.", value)
            }
            return .null
        }
        if let item = type.item { return coerceList(value, of: item) }
        switch schema[type.namedType] {
        case .scalar(let scalar):
            do throws(ScalarCoercionError) {
                return try scalar.coercion.coerceInput(value)
            } catch {
                fail(error.message, value)
                return .null
            }
        case .enum(let type): return coerceEnum(value, type)
        case .inputObject(let type): return coerceObject(value, type)
        case .object, .interface, .union: return .null
        }
    }

    private mutating func fail(_ message: String, _ value: JSONValue, at member: String? = nil) {
        guard errors.count <= Self.maximumErrors else { return }
        let path = member.map { self.path + [.key($0)] } ?? self.path
        errors.append(Failure(message: message, value: value, path: path))
    }

    private mutating func coerceList(_ value: JSONValue, of item: TypeReference) -> JSONValue {
        guard case .array(let elements) = value else { return .array([coerce(value, to: item)]) }
        var coerced: [JSONValue] = []
        coerced.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            path.append(.index(index))
            coerced.append(coerce(element, to: item))
            path.removeLast()
            if errors.count > Self.maximumErrors { break }
        }
        return .array(coerced)
    }

    private mutating func coerceEnum(_ value: JSONValue, _ type: EnumType) -> JSONValue {
        guard case .string(let name) = value else {
            let text = inspect(value)
            let hint = suggestions(for: text, type)
            fail("Enum \"\(type.name)\" cannot represent non-string value: \(text).\(hint)", value)
            return .null
        }
        guard type.values[name] == nil else { return value }
        let text = name.truncated(to: 200)
        fail("Value \"\(text)\" does not exist in \"\(type.name)\" enum.\(suggestions(for: text, type))", value)
        return .null
    }

    private func suggestions(for text: String, _ type: EnumType) -> String {
        let near = Suggestions(among: type.values.map(\.name)).near(text)
        return Suggestions.didYouMean(near, introduction: "the enum value")
    }

    private mutating func coerceObject(_ value: JSONValue, _ type: InputObjectType) -> JSONValue {
        guard case .object(let members) = value else {
            fail("Expected type \"\(type.name)\" to be an object.", value)
            return .null
        }
        var coerced = JSONObject()
        for field in type.fields {
            if let member = members[field.name] {
                path.append(.key(field.name))
                coerced[field.outputName] = coerce(member, to: field.type)
                path.removeLast()
            } else if let defaultValue = field.coercedDefaultValue {
                coerced[field.outputName] = defaultValue
            } else if field.type.isNonNull {
                let type = schema.text(of: field.type)
                fail("Field \"\(field.name)\" of required type \"\(type)\" was not provided.", value)
            }
        }
        for member in members where type.fields[member.name] == nil {
            let name = member.name.truncated(to: 200)
            let hint = Suggestions(among: type.fields.map(\.name)).didYouMean(name)
            fail("Field \"\(name)\" is not defined by type \"\(type.name)\".\(hint)", value)
            if errors.count > Self.maximumErrors { break }
        }
        if type.isOneOf { checkOneOf(coerced, value, type) }
        return .object(coerced.arranged(by: members.compactMap { type.fields[$0.name]?.outputName }))
    }

    private mutating func checkOneOf(_ coerced: JSONObject, _ value: JSONValue, _ type: InputObjectType) {
        guard let member = coerced.first, coerced.count == 1 else {
            fail("Exactly one key must be specified for OneOf type \"\(type.name)\".", value)
            return
        }
        guard member.value.isNull else { return }
        let name = type.fields.first { $0.outputName == member.name }?.name ?? member.name
        // A value that did not coerce to begin with has its error already.
        if value[name]?.isNull == true { fail("Field \"\(name)\" must be non-null.", .null, at: name) }
    }
}
