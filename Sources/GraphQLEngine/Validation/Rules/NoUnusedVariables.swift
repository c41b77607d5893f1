/// Spec 5.8.4: an operation uses every variable that it defines, directly or through fragments.
extension Validator {
    mutating func checkUnusedVariables(
        _ variables: [String: DefinedVariable],
        of operation: Document.OperationDefinition
    ) {
        for id in operation.variables {
            let variable = document[id]
            let name = document.text(of: variable.name)
            guard variables[name]?.isUsed == false else { continue }
            let place = operation.name.map { " in operation \"\(document.text(of: $0))\"" } ?? ""
            report("Variable \"$\(name)\" is never used\(place).", at: variable.range.offset)
        }
    }
}
