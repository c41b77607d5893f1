import JSON

extension ScalarCoercionError {
    /// An error that ends with the value: "Int cannot represent non-integer value: { a: 1 }".
    init(_ message: String, _ value: JSONValue) {
        self.init("\(message): \(Self.shown(value, level: 0))")
    }

    /// The value cut at two levels, ten items and 200 characters, so that a message never echoes a large one.
    private static func shown(_ value: JSONValue, level: Int) -> String {
        switch value {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .number(let number): return cut(number.text)
        case .string(let text): return JSONValue.string(cut(text)).description
        case .array(let items):
            if items.isEmpty { return "[]" }
            if level > 1 { return "[Array]" }
            var parts = items.prefix(10).map { shown($0, level: level + 1) }
            let rest = items.count - parts.count
            if rest > 0 { parts.append(rest == 1 ? "... 1 more item" : "... \(rest) more items") }
            return "[" + parts.joined(separator: ", ") + "]"
        case .object(let members):
            if members.isEmpty { return "{}" }
            if level > 1 { return "[Object]" }
            let parts = members.prefix(10).map { "\(cut($0.name)): \(shown($0.value, level: level + 1))" }
            return "{ " + parts.joined(separator: ", ") + (members.count > 10 ? ", ... }" : " }")
        }
    }

    private static func cut(_ text: String) -> String {
        text.utf8.count > 200 ? text.prefix(200) + "…" : text
    }
}
