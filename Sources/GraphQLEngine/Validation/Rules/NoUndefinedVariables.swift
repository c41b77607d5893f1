/// Spec 5.8.3: an operation defines every variable that it uses, directly or through fragments.
extension Validator {
    mutating func reportUndefined(_ use: VariableUse, in operation: Document.OperationDefinition) {
        let name = document.text(of: use.name)
        let place = operation.name.map { " by operation \"\(document.text(of: $0))\"" } ?? ""
        report("Variable \"$\(name)\" is not defined\(place).", at: use.offset, operation.range.offset)
    }
}
