/// Spec 5.8.1: no variable is defined twice in one operation.
extension Validator {
    mutating func checkUniqueVariableNames(_ operation: Document.OperationDefinition) {
        guard operation.variables.count > 1 else { return }
        checkUnique(operation.variables.map { document[$0].name }) {
            "There can be only one variable named \"$\($0)\"."
        }
    }
}
