/// Spec 5.2.1.1: the schema has a root type for each operation.
extension Validator {
    mutating func checkOperationType(_ operation: Document.OperationDefinition) {
        guard schema.rootType(operation.kind) == nil else { return }
        report("The \(operation.kind.rawValue) operation is not supported by the schema.", at: operation.range.offset)
    }
}
