/// Any JSON value, held without loss: number text, member order and every character survive.
///
/// Strings are equal if their Unicode scalars are (no normalisation), numbers if their exact values are, objects
/// whatever the order of their members. Parsing bounds the depth at ``depthLimit``, which keeps destroying a value well
/// within any thread's stack; a program that builds deeper values itself must bound them likewise. Writing and comparing
/// use no recursion.
public enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// The deepest nesting that parsing accepts, whatever it is asked for.
    public static var depthLimit: Int { 1024 }

    /// Which of the six kinds this is.
    public var kind: JSONKind {
        switch self {
        case .null: .null
        case .bool: .boolean
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// Whether this is `null`.
    public var isNull: Bool { if case .null = self { true } else { false } }
    /// The boolean; `nil` for another kind.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The number; `nil` for another kind.
    public var number: JSONNumber? { if case .number(let value) = self { value } else { nil } }
    /// The text; `nil` for another kind.
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The elements; `nil` for another kind.
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    /// The members; `nil` for another kind.
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

    /// A member of an object; `nil` if this is no object or has no such member.
    public subscript(name: String) -> JSONValue? { object?[name] }

    /// An element of an array; `nil` if this is no array or has no such element.
    public subscript(index: Int) -> JSONValue? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }
}

extension JSONValue: CustomStringConvertible {
    /// The compact JSON text.
    public var description: String {
        var writer = JSONWriter()
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .number(JSONNumber(value)) }
    public init(floatLiteral value: Double) { self = .number(JSONNumber(floatLiteral: value)) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}
