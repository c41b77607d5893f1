import JSON

/// `ID`, spec 3.5.5: a string; an integer is taken as its digits.
struct IDCoercion: ScalarCoercion {
    func coerceInput(_ value: JSONValue) throws(ScalarCoercionError) -> JSONValue {
        switch value {
        case .string: return value
        case .number(let number) where number.isInteger: return .string(Self.digits(of: number))
        default: throw ScalarCoercionError("ID cannot represent value", value)
        }
    }

    func coerceLiteral(_ literal: ScalarLiteral) throws(ScalarCoercionError) -> JSONValue {
        switch (literal.kind, literal.value) {
        case (.string, _): return literal.value
        case (.int, .number(let number)): return .string(number.text)
        default:
            throw ScalarCoercionError(
                "ID cannot represent a non-string and non-integer value: \(literal.printed)"
            )
        }
    }

    func checkOutput(_ json: Span<UInt8>) throws(ScalarCoercionError) -> ScalarOutput {
        if json.count > 0, json[0] == UInt8(ascii: "\"") { return .asWritten }
        let value = try outputValue(json)
        if case .number(let number) = value, number.isInteger { return .rewritten(.string(Self.digits(of: number))) }
        throw ScalarCoercionError("ID cannot represent value", value)
    }

    private static func digits(of number: JSONNumber) -> String {
        number.int64.map { String($0) } ?? number.text
    }
}
