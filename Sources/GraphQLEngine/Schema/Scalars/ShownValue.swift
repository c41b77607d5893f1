import JSON

extension ScalarCoercionError {
    /// An error that ends with the value: "Int cannot represent non-integer value: { a: 1 }".
    init(_ message: String, _ value: JSONValue) {
        self.init("\(message): \(inspect(value))")
    }
}
