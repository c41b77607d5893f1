/// The set of JSON types that a value may have, as JSON Schema's `type` names them.
package struct JSONTypes: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let null = JSONTypes(rawValue: 1)
    package static let boolean = JSONTypes(rawValue: 2)
    package static let string = JSONTypes(rawValue: 4)
    /// Numbers without a fractional part.
    package static let integer = JSONTypes(rawValue: 8)
    /// Numbers with a fractional part.
    package static let fraction = JSONTypes(rawValue: 16)
    package static let array = JSONTypes(rawValue: 32)
    package static let object = JSONTypes(rawValue: 64)

    package static let number: JSONTypes = [.integer, .fraction]
    package static let all: JSONTypes = [.null, .boolean, .string, .number, .array, .object]

    /// The types that a value of the keyword `type` stands for; nil where it is none.
    package init?(keyword: String) {
        switch keyword {
        case "null": self = .null
        case "boolean": self = .boolean
        case "string": self = .string
        case "integer": self = .integer
        case "number": self = .number
        case "array": self = .array
        case "object": self = .object
        default: return nil
        }
    }

    /// The names of the types, for messages: `string or null`.
    package var phrase: String {
        var names: [String] = []
        if contains(.number) {
            names.append("number")
        } else if contains(.integer) {
            names.append("integer")
        } else if contains(.fraction) {
            names.append("fractional number")
        }
        if contains(.string) { names.append("string") }
        if contains(.boolean) { names.append("boolean") }
        if contains(.array) { names.append("array") }
        if contains(.object) { names.append("object") }
        if contains(.null) { names.append("null") }
        return names.isEmpty ? "no value" : names.joined(separator: " or ")
    }
}
