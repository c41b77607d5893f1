import JSON

extension PreparedOperation {
    /// Coerces the variables of a request, spec 6.1.2.
    ///
    /// - Parameter json: The JSON text of an object; empty or `null` where there are no variables.
    /// - Throws: Errors with `extensions.code` `BAD_USER_INPUT`, at most 50 and one that says so.
    public func coerceVariables(_ json: Span<UInt8>) throws(RequestErrors) -> VariableValues {
        VariableValues.none
    }
}
