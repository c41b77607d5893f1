import JSON

/// A value as error messages show it: `{ a: 1, b: [2, "x"] }`. Long texts and long or deep values are cut short, so
/// that a message never echoes a large value.
func inspect(_ value: JSONValue) -> String {
    inspect(value, depth: 0)
}

/// A JSON text as error messages show it.
func inspect(json text: Span<UInt8>) -> String {
    guard text.count <= 16_384 else {
        switch JSONScanner.kind(text, 0) {
        case .array: return "[Array]"
        case .object: return "[Object]"
        default: return "[String]"
        }
    }
    guard let value = try? JSONValue(parsing: text) else { return "[invalid]" }
    return inspect(value)
}

private func inspect(_ value: JSONValue, depth: Int) -> String {
    switch value {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .number(let number): return number.text.truncated(to: 200)
    case .string(let text): return JSONValue.string(text.truncated(to: 200)).description
    case .array(let elements):
        if elements.isEmpty { return "[]" }
        if depth >= 2 { return "[Array]" }
        var parts = elements.prefix(10).map { inspect($0, depth: depth + 1) }
        let more = elements.count - parts.count
        if more > 0 { parts.append(more == 1 ? "... 1 more item" : "... \(more) more items") }
        return "[" + parts.joined(separator: ", ") + "]"
    case .object(let members):
        if members.isEmpty { return "{}" }
        if depth >= 2 { return "[Object]" }
        var parts = members.prefix(10).map { "\($0.name.truncated(to: 200)): \(inspect($0.value, depth: depth + 1))" }
        let more = members.count - parts.count
        if more > 0 { parts.append(more == 1 ? "... 1 more member" : "... \(more) more members") }
        return "{ " + parts.joined(separator: ", ") + " }"
    }
}

extension String {
    /// At most so many Unicode scalars, with an ellipsis where some are missing.
    func truncated(to limit: Int) -> String {
        guard utf8.count > limit, unicodeScalars.count > limit else { return self }
        return String(UnicodeScalarView(unicodeScalars.prefix(limit))) + "…"
    }
}
