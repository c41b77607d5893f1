import JSON

/// `Boolean`, spec 3.5.4.
struct BooleanCoercion: ScalarCoercion {
    func coerceInput(_ value: JSONValue) throws(ScalarCoercionError) -> JSONValue {
        guard case .bool = value else {
            throw ScalarCoercionError("Boolean cannot represent a non boolean value", value)
        }
        return value
    }

    func coerceLiteral(_ literal: ScalarLiteral) throws(ScalarCoercionError) -> JSONValue {
        guard literal.kind == .boolean else {
            throw ScalarCoercionError("Boolean cannot represent a non boolean value: \(literal.printed)")
        }
        return literal.value
    }

    func checkOutput(_ json: Span<UInt8>) throws(ScalarCoercionError) -> ScalarOutput {
        if json.count > 0, json[0] == UInt8(ascii: "t") || json[0] == UInt8(ascii: "f") { return .asWritten }
        let value = try outputValue(json)
        if case .number(let number) = value, number.double.isFinite { return .rewritten(.bool(!number.decimal.isZero)) }
        throw ScalarCoercionError("Boolean cannot represent a non boolean value", value)
    }
}
