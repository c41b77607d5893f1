import JSON

/// `String`, spec 3.5.3.
struct StringCoercion: ScalarCoercion {
    func coerceInput(_ value: JSONValue) throws(ScalarCoercionError) -> JSONValue {
        guard case .string = value else {
            throw ScalarCoercionError("String cannot represent a non string value", value)
        }
        return value
    }

    func coerceLiteral(_ literal: ScalarLiteral) throws(ScalarCoercionError) -> JSONValue {
        guard literal.kind == .string else {
            throw ScalarCoercionError("String cannot represent a non string value: \(literal.printed)")
        }
        return literal.value
    }

    func checkOutput(_ json: Span<UInt8>) throws(ScalarCoercionError) -> ScalarOutput {
        if json.count > 0, json[0] == UInt8(ascii: "\"") { return .asWritten }
        let value = try outputValue(json)
        switch value {
        case .bool(let flag): return .rewritten(.string(flag ? "true" : "false"))
        case .number(let number): return .rewritten(.string(number.text))
        default: throw ScalarCoercionError("String cannot represent value", value)
        }
    }
}
