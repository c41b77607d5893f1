public import GraphQLEngine
public import JSON

/// A scalar that is text of a certain form: `DateTime`, `Date`, `Duration`, `UUID`. The form itself is what the
/// validator of values checks, with the place of the value in its message.
public struct TextScalarCoercion: ScalarCoercion {
    /// The scalar's name, for messages.
    public let name: String

    public init(name: String) {
        self.name = name
    }

    public func coerceInput(_ value: JSONValue) throws(ScalarCoercionError) -> JSONValue {
        guard case .string = value else {
            throw ScalarCoercionError("\(name) cannot represent a non string value: \(value)")
        }
        return value
    }

    public func coerceLiteral(_ literal: ScalarLiteral) throws(ScalarCoercionError) -> JSONValue {
        guard literal.kind == .string else {
            throw ScalarCoercionError("\(name) cannot represent a non string value: \(literal.printed)")
        }
        return literal.value
    }

    public func checkOutput(_ json: Span<UInt8>) throws(ScalarCoercionError) -> ScalarOutput {
        guard JSONScanner.kind(json, 0) == .string else {
            throw ScalarCoercionError("\(name) cannot represent a value that is no text")
        }
        return .asWritten
    }
}
