/// Spec 5.6.3: no field of an input object literal is given twice.
extension Validator {
    mutating func checkUniqueInputFieldNames(_ fields: NodeRange<Document.ObjectField>) {
        guard fields.count > 1 else { return }
        var known: [String: UInt32] = [:]
        for id in fields {
            let range = document[id].name
            let name = document.text(of: range)
            if let first = known[name] {
                report("There can be only one input field named \"\(name)\".", at: first, range.offset)
            } else {
                known[name] = range.offset
            }
        }
    }
}
