/// Spec 5.8.2: variables are of input types.
extension Validator {
    /// Notes the type of a variable, and gives it where it is one that a variable can have; reports it otherwise.
    mutating func checkVariableType(_ id: NodeID<Document.VariableDefinition>) -> TypeReference? {
        let variable = document[id]
        guard let type = checkTypeExists(document.innermostName(of: variable.type)) else { return nil }
        let reference = typeReference(variable.type, naming: type)
        variableTypes[Int(id.index)] = reference
        switch schema.kind(of: type) {
        case .scalar, .enumeration, .inputObject:
            return reference
        case .object, .interface, .union:
            let name = document.text(of: variable.name)
            let text = DocumentPrinter.print(variable.type, in: document)
            report("Variable \"$\(name)\" cannot be non-input type \"\(text)\".", at: variable.type.range.offset)
            return nil
        }
    }

    /// The type that a reference in the document means; `nil` where it has more lists than a type can have.
    private func typeReference(_ type: Document.TypeReference, naming name: TypeID) -> TypeReference? {
        var result: TypeReference?
        switch type.kind {
        case .named: result = .named(name)
        case .list(let item): result = typeReference(document[item], naming: name)?.list
        }
        return type.isNonNull ? result?.required : result
    }
}
