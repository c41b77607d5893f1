/// Spec 5.3.1: fields are defined on the type that they are selected on.
extension Validator {
    /// The definition of a field, or an error.
    mutating func checkFieldExists(_ field: Document.Field, in parent: TypeID) -> FieldEntry? {
        let name = document.text(of: field.name)
        if let entry = schema.fieldEntry(named: name, in: parent) {
            return entry
        }
        var suggestion = Suggestions.didYouMean(
            typesWithField(named: name, under: parent),
            introduction: "to use an inline fragment on"
        )
        if suggestion.isEmpty, let fields = schema.fields(of: parent) {
            suggestion = Suggestions(among: fields.map(\.name)).didYouMean(name)
        }
        report(
            "Cannot query field \"\(name)\" on type \"\(schema.name(of: parent))\"." + suggestion,
            at: field.range.offset
        )
        return nil
    }

    /// The possible types of an abstract type that have such a field, and interfaces of theirs that have it: those
    /// that occur most first, then supertypes before subtypes, then by name.
    private func typesWithField(named name: String, under parent: TypeID) -> [String] {
        guard schema[parent].isAbstract else { return [] }
        var counts: [TypeID: Int] = [:]
        var types: [TypeID] = []
        func count(_ type: TypeID) {
            if counts[type] == nil {
                types.append(type)
            }
            counts[type, default: 0] += 1
        }
        for type in schema.possibleTypes(of: parent) where schema.fields(of: type)?[name] != nil {
            count(type)
            for interface in schema[type].interfaces where schema.fields(of: interface)?[name] != nil {
                count(interface)
            }
        }
        return types.sorted { left, right in
            let leftCount = counts[left] ?? 0
            let rightCount = counts[right] ?? 0
            if leftCount != rightCount {
                return leftCount > rightCount
            }
            if schema.isSubtype(right, of: left) != schema.isSubtype(left, of: right) {
                return schema.isSubtype(right, of: left)
            }
            return NaturalOrder.precedes(schema.name(of: left), schema.name(of: right))
        }.map { schema.name(of: $0) }
    }
}
