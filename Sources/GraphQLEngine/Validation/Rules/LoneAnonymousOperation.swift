/// Spec 5.2.3.1: an operation without a name is the only one.
extension Validator {
    mutating func checkLoneAnonymousOperation() {
        guard document.operations.count > 1 else { return }
        for operation in document.operations where operation.name == nil {
            report("This anonymous operation must be the only defined operation.", at: operation.range.offset)
        }
    }
}
