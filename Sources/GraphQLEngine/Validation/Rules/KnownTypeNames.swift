/// Spec 5.5.1.2 and 5.8.2: types that a document names exist.
extension Validator {
    /// The type of that name, or an error.
    mutating func checkTypeExists(_ range: SourceRange) -> TypeID? {
        let name = document.text(of: range)
        if let type = schema.typeID(named: name) {
            return type
        }
        let defined = document.typeDefinitions.lazy.filter { !$0.isExtension }.map { [document] type in
            document.text(of: type.name)
        }
        if !defined.contains(name) {
            let suggestions = Suggestions(among: schema.types.map(\.name) + defined)
            report("Unknown type \"\(name)\"." + suggestions.didYouMean(name), at: range.offset)
        }
        return nil
    }
}
