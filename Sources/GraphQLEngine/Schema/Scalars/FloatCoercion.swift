import JSON

/// `Float`, spec 3.5.2: finite doubles. The text of a number is kept.
struct FloatCoercion: ScalarCoercion {
    func coerceInput(_ value: JSONValue) throws(ScalarCoercionError) -> JSONValue {
        guard case .number(let number) = value, number.double.isFinite else {
            throw ScalarCoercionError("Float cannot represent non numeric value", value)
        }
        return value
    }

    func coerceLiteral(_ literal: ScalarLiteral) throws(ScalarCoercionError) -> JSONValue {
        guard literal.kind == .int || literal.kind == .float, case .number(let number) = literal.value,
            number.double.isFinite
        else {
            throw ScalarCoercionError("Float cannot represent non numeric value: \(literal.printed)")
        }
        return literal.value
    }

    func checkOutput(_ json: Span<UInt8>) throws(ScalarCoercionError) -> ScalarOutput {
        let value = try outputValue(json)
        switch value {
        case .number(let number) where number.double.isFinite: return .asWritten
        case .bool(let flag): return .rewritten(flag ? 1 : 0)
        case .string(let text):
            if let number = try? JSONNumber(text), number.double.isFinite { return .rewritten(.number(number)) }
            fallthrough
        default: throw ScalarCoercionError("Float cannot represent non numeric value", value)
        }
    }
}
