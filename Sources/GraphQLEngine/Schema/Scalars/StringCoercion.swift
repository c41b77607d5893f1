import JSON

struct StringCoercion: ScalarCoercion {
    func coerceInput(_ value: JSONValue) throws(ScalarCoercionError) -> JSONValue { value }
    func checkOutput(_ json: Span<UInt8>) throws(ScalarCoercionError) -> ScalarOutput { .asWritten }
}
