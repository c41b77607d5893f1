/// Spec 5.8.2: variables are of input types.
extension Validator {
    /// The type of a variable; `nil` and an error where there is none that a variable can have.
    mutating func checkVariableType(_ variable: Document.VariableDefinition) -> TypeReference? {
        guard let type = checkTypeExists(document.innermostName(of: variable.type)) else { return nil }
        guard schema[type].isInput else {
            let name = document.text(of: variable.name)
            let text = DocumentPrinter.print(variable.type, in: document)
            report("Variable \"$\(name)\" cannot be non-input type \"\(text)\".", at: variable.type.range.offset)
            return nil
        }
        return typeReference(variable.type)
    }

    /// The type that a reference in the document means; `nil` where it names none, or more lists than a type can have.
    func typeReference(_ type: Document.TypeReference) -> TypeReference? {
        var result: TypeReference?
        switch type.kind {
        case .named(let name): result = schema.typeID(named: document.text(of: name)).map { .named($0) }
        case .list(let item): result = typeReference(document[item])?.list
        }
        return type.isNonNull ? result?.required : result
    }
}
