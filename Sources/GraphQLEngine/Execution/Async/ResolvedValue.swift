public import JSON

/// What an asynchronous resolver answers with: the forms of ``FieldCompletion`` as a value that can cross tasks.
public enum ResolvedValue: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    /// JSON text of any type; objects are projected to the selected fields.
    case json([UInt8])
    case value(JSONValue)
    case record(any ResolvedRecord & Sendable)
    case list([ResolvedValue])
    case error(FieldError)
}

extension FieldCompletion {
    /// Puts a value in whatever form it has.
    public mutating func put(_ value: ResolvedValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .int(let value): int(value)
        case .double(let value): double(value)
        case .string(let value): string(value)
        case .json(let text): json(text.span)
        case .value(let value): json(value)
        case .record(let value): put(value)
        case .list(let values): list(count: values.count) { index, item in item.put(values[index]) }
        case .error(let value): error(value)
        }
    }

    private mutating func put(_ record: some ResolvedRecord) {
        self.record(record)
    }
}
