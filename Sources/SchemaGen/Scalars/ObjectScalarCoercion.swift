public import GraphQLEngine
public import JSON

/// The input of an object that may have properties beyond the declared ones: any JSON object, checked against the model
/// on write.
public struct ObjectScalarCoercion: ScalarCoercion {
    /// The scalar's name, for messages.
    public let name: String

    public init(name: String) {
        self.name = name
    }

    public func coerceInput(_ value: JSONValue) throws(ScalarCoercionError) -> JSONValue {
        guard case .object = value else {
            throw ScalarCoercionError("\(name) cannot represent a value that is no object: \(value)")
        }
        return value
    }

    public func checkOutput(_ json: Span<UInt8>) throws(ScalarCoercionError) -> ScalarOutput { .asWritten }
}
