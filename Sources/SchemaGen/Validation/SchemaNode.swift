import JSON

/// One subschema. Its keywords stand in the program's tables; -1 where it has none of a kind.
///
/// Plain numbers only, so that loading a node touches no reference count.
struct SchemaNode: Sendable {
    enum Acceptance: UInt8, Sendable {
        case everything, nothing, byKeywords
    }

    var acceptance = Acceptance.byKeywords
    var types = TypeSet.all
    /// Whether `unevaluatedItems` or `unevaluatedProperties` stands here.
    var hasUnevaluated = false
    /// Whether a reference leads here: results are remembered, so that recursion through alternatives stays linear.
    var isReferenced = false
    var number: Int32 = -1
    var string: Int32 = -1
    var object: Int32 = -1
    var array: Int32 = -1
    var allowedValues: Int32 = -1
    var combination: Int32 = -1
    /// The schema resource that the subschema belongs to.
    var resource: Int32 = 0
}

/// The types that `type` allows.
struct TypeSet: OptionSet, Sendable {
    let rawValue: UInt8

    static let null = TypeSet(rawValue: 1)
    static let boolean = TypeSet(rawValue: 2)
    static let number = TypeSet(rawValue: 4)
    static let string = TypeSet(rawValue: 8)
    static let array = TypeSet(rawValue: 16)
    static let object = TypeSet(rawValue: 32)
    static let integer = TypeSet(rawValue: 64)
    static let all: TypeSet = [.null, .boolean, .number, .string, .array, .object]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ kind: JSONKind) { rawValue = 1 &<< kind.rawValue }

    init?(name: String) {
        switch name {
        case "null": self = .null
        case "boolean": self = .boolean
        case "number": self = .number
        case "string": self = .string
        case "array": self = .array
        case "object": self = .object
        case "integer": self = .integer
        default: return nil
        }
    }

    /// The types as a phrase.
    var phrase: String {
        let names: [(TypeSet, String)] = [
            (.null, "null"), (.boolean, "a boolean"), (.integer, "an integer"), (.number, "a number"),
            (.string, "a string"), (.array, "an array"), (.object, "an object"),
        ]
        return names.filter { contains($0.0) }.map(\.1).joined(separator: " or ")
    }
}
