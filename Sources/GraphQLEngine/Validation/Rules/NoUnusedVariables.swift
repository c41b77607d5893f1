/// Spec 5.8.4: an operation uses every variable that it defines, directly or through fragments.
extension Validator {
    mutating func checkUnusedVariables(_ variables: DefinedVariables, of operation: Document.OperationDefinition) {
        for id in variables.unused(in: document) {
            let variable = document[id]
            let place = operation.name.map { " in operation \"\(document.text(of: $0))\"" } ?? ""
            let name = document.text(of: variable.name)
            report("Variable \"$\(name)\" is never used\(place).", at: variable.range.offset)
        }
    }
}
