/// What two fields with one response key are compared by.
extension Validator {
    /// Whether two fields are given the same arguments, in any order.
    func haveSameArguments(_ left: Document.Field, _ right: Document.Field) -> Bool {
        guard left.arguments.count == right.arguments.count else { return false }
        return left.arguments.allSatisfy { id in
            let argument = document[id]
            let other = right.arguments.last { document.isSameText(document[$0].name, argument.name) }
            return other.map { areSame(argument.value, document[$0].value) } ?? false
        }
    }

    /// Whether two values are written alike, apart from white space and the order of object fields.
    func areSame(_ left: Document.Value, _ right: Document.Value) -> Bool {
        switch (left.kind, right.kind) {
        case (.list(let first), .list(let second)):
            return first.count == second.count
                && zip(first, second).allSatisfy { areSame(document[$0], document[$1]) }
        case (.object(let first), .object(let second)):
            guard first.count == second.count else { return false }
            let fields = sorted(first)
            let others = sorted(second)
            return zip(fields, others).allSatisfy { field, other in
                document.isSameText(field.name, other.name) && areSame(field.value, other.value)
            }
        case (.variable(let first), .variable(let second)):
            return document.isSameText(first, second)
        case (.string(let isBlock), .string(let isOtherBlock)):
            return isBlock == isOtherBlock && document.stringValue(of: left) == document.stringValue(of: right)
        case (.int, .int), (.float, .float), (.boolean, .boolean), (.null, .null), (.enumeration, .enumeration):
            return document.isSameText(left.range, right.range)
        default:
            return false
        }
    }

    private func sorted(_ fields: NodeRange<Document.ObjectField>) -> [Document.ObjectField] {
        fields.map { document[$0] }.sorted { document.text(of: $0.name) < document.text(of: $1.name) }
    }

    /// Whether two field types cannot stand for one value. Composite types are compared by their fields instead.
    func conflict(_ left: TypeReference, _ right: TypeReference) -> Bool {
        guard left.wrappers == right.wrappers else { return true }
        guard left.namedType != right.namedType else { return false }
        return schema.isLeaf(left.namedType) || schema.isLeaf(right.namedType)
    }

    func reasonForDifferentNames(_ left: Document.Field, _ right: Document.Field) -> String {
        "\"\(document.text(of: left.name))\" and \"\(document.text(of: right.name))\" are different fields"
    }

    func reasonForConflictingTypes(_ left: TypeReference, _ right: TypeReference) -> String {
        "they return conflicting types \"\(schema.text(of: left))\" and \"\(schema.text(of: right))\""
    }

    static var reasonForDifferentArguments: String { "they have differing arguments" }
}
