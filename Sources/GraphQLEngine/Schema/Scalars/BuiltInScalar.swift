/// The five scalars of spec 3.5.
public enum BuiltInScalar: String, Sendable, Hashable, CaseIterable {
    case int = "Int"
    case float = "Float"
    case string = "String"
    case boolean = "Boolean"
    case id = "ID"
}

extension BuiltInScalar {
    /// The type of the schema.
    package var type: ScalarType {
        ScalarType(name: rawValue, description: text, coercion: coercion, builtIn: self)
    }

    var coercion: any ScalarCoercion {
        switch self {
        case .int: IntCoercion()
        case .float: FloatCoercion()
        case .string: StringCoercion()
        case .boolean: BooleanCoercion()
        case .id: IDCoercion()
        }
    }

    private var text: String {
        switch self {
        case .int: "A whole number from -2147483648 to 2147483647."
        case .float: "A number with an optional fraction, of double precision (IEEE 754)."
        case .string: "Text: a sequence of Unicode characters."
        case .boolean: "Either `true` or `false`."
        case .id: "An identifier, not meant for people to read. A string; whole numbers are taken as input too."
        }
    }
}
