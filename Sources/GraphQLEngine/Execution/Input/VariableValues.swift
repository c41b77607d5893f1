import JSON

/// The variables of an operation after coercion (spec 6.1.2), to be used with the operation that made them.
public struct VariableValues: Sendable {
    /// By the order of the definitions; nil where a variable has no value.
    let values: [JSONValue?]

    init(_ values: [JSONValue?]) {
        self.values = values
    }

    /// For operations without variables.
    public static var none: VariableValues { VariableValues([]) }

    subscript(index: Int) -> JSONValue? { values.indices.contains(index) ? values[index] : nil }
}
