import JSON

extension Document {
    /// A literal as scalars take it; `nil` for variables and null. Variables inside it count as null.
    func scalarLiteral(of value: Value) -> ScalarLiteral? {
        guard let kind = ScalarLiteral.Kind(value.kind) else { return nil }
        let document = self
        return ScalarLiteral(kind: kind, value: untypedValue(of: value)) { DocumentPrinter.print(value, in: document) }
    }

    /// A literal as JSON, whatever its type. The parser bounds the recursion.
    private func untypedValue(of value: Value) -> JSONValue {
        switch value.kind {
        case .variable, .null: return .null
        case .int, .float:
            let number = try? JSONNumber(text(of: value.range))
            return number.map { .number($0) } ?? .null
        case .string: return .string(stringValue(of: value))
        case .boolean(let flag): return .bool(flag)
        case .enumeration: return .string(text(of: value.range))
        case .list(let items): return .array(items.map { untypedValue(of: self[$0]) })
        case .object(let fields):
            return .object(JSONObject(fields.map { (text(of: self[$0].name), untypedValue(of: self[$0].value)) }))
        }
    }
}
