import JSON

/// The variables of an operation after coercion (spec 6.1.2), to be used with the operation that made them.
public struct VariableValues: Sendable {
    /// By the order of the definitions; nil where a variable has no value.
    var values: [JSONValue?]

    init(_ values: [JSONValue?]) {
        self.values = values
    }

    /// For operations without variables.
    public static var none: VariableValues { VariableValues([]) }

    subscript(index: Int) -> JSONValue? { values.indices.contains(index) ? values[index] : nil }

    /// Whether a variable has a value, and one other than null where it must.
    func has(_ index: Int, isRequired: Bool) -> Bool {
        guard values.indices.contains(index) else { return false }
        switch values[index] {
        case nil: return false
        case .null?: return !isRequired
        default: return true
        }
    }

    /// Makes all values absent, of `count` variables; the storage is kept.
    mutating func reset(count: Int) {
        while values.count > count { values.removeLast() }
        var index = 0
        while index < values.count {
            values[index] = nil
            index &+= 1
        }
        while values.count < count { values.append(nil) }
    }
}
