/// Spec 5.3.3: leaf fields have no selections, others have some.
extension Validator {
    mutating func checkLeaf(_ field: Document.Field, _ entry: FieldEntry) {
        guard entry.isLeaf == (field.selectionSet != nil) else { return }
        let name = document.text(of: field.name)
        let type = schema.text(of: entry.definition.type)
        if let selectionSet = field.selectionSet {
            report(
                "Field \"\(name)\" must not have a selection since type \"\(type)\" has no subfields.",
                at: selectionSet.range.offset
            )
        } else {
            report(
                "Field \"\(name)\" of type \"\(type)\" must have a selection of subfields. "
                    + "Did you mean \"\(name) { ... }\"?",
                at: field.range.offset
            )
        }
    }
}
