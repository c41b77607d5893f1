import JSON

/// `Int`, spec 3.5.1: integers of 32 bits.
struct IntCoercion: ScalarCoercion {
    func coerceInput(_ value: JSONValue) throws(ScalarCoercionError) -> JSONValue {
        guard case .number(let number) = value, number.isInteger else {
            throw ScalarCoercionError("Int cannot represent non-integer value", value)
        }
        return try Self.check(number)
    }

    func coerceLiteral(_ literal: ScalarLiteral) throws(ScalarCoercionError) -> JSONValue {
        guard literal.kind == .int, case .number(let number) = literal.value else {
            throw ScalarCoercionError("Int cannot represent non-integer value: \(literal.printed)")
        }
        return try Self.check(number)
    }

    func checkOutput(_ json: Span<UInt8>) throws(ScalarCoercionError) -> ScalarOutput {
        if Self.isShortInteger(json) { return .asWritten }
        let value = try outputValue(json)
        switch value {
        case .bool(let flag): return .rewritten(flag ? 1 : 0)
        case .number(let number) where number.isInteger: return .rewritten(try Self.check(number, shown: value))
        case .string(let text):
            if let number = try? JSONNumber(text), number.isInteger {
                return .rewritten(try Self.check(number, shown: value))
            }
            fallthrough
        default: throw ScalarCoercionError("Int cannot represent non-integer value", value)
        }
    }

    private static func check(
        _ number: JSONNumber,
        shown value: JSONValue? = nil
    ) throws(ScalarCoercionError) -> JSONValue {
        guard let int = number.int32 else {
            throw ScalarCoercionError(
                "Int cannot represent non 32-bit signed integer value",
                value ?? .number(number)
            )
        }
        return .number(JSONNumber(Int64(int)))
    }

    /// Whether the token is an integer of at most nine digits, which always fits.
    private static func isShortInteger(_ json: Span<UInt8>) -> Bool {
        let start = json.count > 0 && json[0] == UInt8(ascii: "-") ? 1 : 0
        guard json.count > start, json.count - start <= 9 else { return false }
        for index in start..<json.count where json[index] < UInt8(ascii: "0") || json[index] > UInt8(ascii: "9") {
            return false
        }
        return true
    }
}

/// The value of a token that a resolver answered with.
func outputValue(_ json: Span<UInt8>) throws(ScalarCoercionError) -> JSONValue {
    do {
        return try JSONValue(parsing: json)
    } catch {
        throw ScalarCoercionError("Resolver returned malformed JSON: \(error)")
    }
}
