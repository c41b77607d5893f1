import JSON

/// Writes default values as literals of GraphQL, which is how SDL and introspection show them.
enum DefaultValuePrinter {
    /// The literal; nil where there is no default value.
    static func print(_ value: InputValueDefinition, in schema: Schema) -> String? {
        value.defaultValue.map { print($0, value.type, in: schema) }
    }

    /// Defaults are bounded in depth where they are coerced, and so is the recursion.
    private static func print(_ value: JSONValue, _ type: TypeReference, in schema: Schema) -> String {
        if case .null = value { return "null" }
        if let item = type.item {
            guard case .array(let items) = value else { return print(value, item, in: schema) }
            return "[" + items.map { print($0, item, in: schema) }.joined(separator: ", ") + "]"
        }
        switch (schema[type.namedType], value) {
        case (.inputObject(let input), .object(let members)):
            let fields = input.fields.compactMap { field in
                members[field.name].map { "\(field.name): \(print($0, field.type, in: schema))" }
            }
            return "{" + fields.joined(separator: ", ") + "}"
        case (.enum, .string(let name)): return name
        case (.scalar(let scalar), .number(let number)) where scalar.builtIn == .float:
            // A double as the reference shows it: 1e10 is 10000000000.
            return JSONNumber(number.double)?.text ?? number.text
        case (.scalar(let scalar), .string(let text)) where scalar.builtIn == .id && isInteger(text): return text
        default: return InputLiteral(value).printed
        }
    }

    /// Whether the text is an IntValue of spec 2.9.1; identifiers that are print without quotation marks.
    private static func isInteger(_ text: String) -> Bool {
        var digits = Array(text.utf8)[...]
        if digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
        guard let first = digits.first, digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
        else { return false }
        return first != UInt8(ascii: "0") || digits.count == 1
    }
}
