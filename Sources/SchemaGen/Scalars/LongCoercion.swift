public import GraphQLEngine
public import JSON

/// The scalar `Long`: a JSON integer of any size, its digits kept.
public struct LongCoercion: ScalarCoercion {
    public init() {}

    public func coerceInput(_ value: JSONValue) throws(ScalarCoercionError) -> JSONValue {
        guard case .number(let number) = value, number.isInteger else {
            throw ScalarCoercionError("Long cannot represent non-integer value: \(value)")
        }
        return value
    }

    public func checkOutput(_ json: Span<UInt8>) throws(ScalarCoercionError) -> ScalarOutput {
        guard JSONScanner.kind(json, 0) == .number, isInteger(json) else {
            throw ScalarCoercionError("Long cannot represent a value that is no integer")
        }
        return .asWritten
    }

    private func isInteger(_ json: Span<UInt8>) -> Bool {
        for index in json.indices {
            let byte = json[index]
            // A fraction or an exponent may still come out even.
            if byte == 0x2E || byte | 0x20 == 0x65 { return JSONNumber(json, 0..<json.count).isInteger }
        }
        return true
    }
}
