public import JSON

/// What a scalar type accepts, spec 3.5. The engine calls it; a host gives its own for custom scalars.
public protocol ScalarCoercion: Sendable {
    /// Coerces a value from variables.
    func coerceInput(_ value: JSONValue) throws(ScalarCoercionError) -> JSONValue

    /// Coerces a literal of a document or of SDL. Default: as the same value from variables.
    func coerceLiteral(_ literal: ScalarLiteral) throws(ScalarCoercionError) -> JSONValue

    /// Checks one JSON value that a resolver answered with: complete, well-formed JSON text, not `null`.
    func checkOutput(_ json: Span<UInt8>) throws(ScalarCoercionError) -> ScalarOutput
}

extension ScalarCoercion {
    public func coerceLiteral(_ literal: ScalarLiteral) throws(ScalarCoercionError) -> JSONValue {
        try coerceInput(literal.value)
    }
}

/// How a result value goes into the response.
public enum ScalarOutput: Sendable {
    /// The bytes as they are.
    case asWritten
    /// This value in their place.
    case rewritten(JSONValue)
}

/// Why a value does not fit a scalar. The message goes into the response as it is.
public struct ScalarCoercionError: Error, Sendable, Hashable {
    public let message: String

    public init(_ message: String) {
        self.message = message
    }
}

/// A literal (never `null`, never a variable) that is to become a scalar value.
public struct ScalarLiteral: Sendable {
    /// How it is written.
    public enum Kind: Sendable, Hashable {
        case int, float, string, boolean, enumeration, list, object
    }

    public let kind: Kind
    /// The same as JSON: enum values as strings, numbers as written.
    public let value: JSONValue
    private let print: @Sendable () -> String

    /// - Parameter printed: The literal in GraphQL syntax; asked for only where a message shows it.
    public init(kind: Kind, value: JSONValue, printed: @escaping @Sendable () -> String) {
        self.kind = kind
        self.value = value
        self.print = printed
    }

    /// The literal in GraphQL syntax.
    public var printed: String { print() }
}

/// Passes every JSON value through, in and out: for scalars such as `JSON`, and for scalars of SDL that the host gave
/// no coercion for.
public struct AnyJSONCoercion: ScalarCoercion {
    public init() {}

    public func coerceInput(_ value: JSONValue) throws(ScalarCoercionError) -> JSONValue { value }

    public func checkOutput(_ json: Span<UInt8>) throws(ScalarCoercionError) -> ScalarOutput { .asWritten }
}
