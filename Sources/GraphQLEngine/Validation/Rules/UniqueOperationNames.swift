/// Spec 5.2.2.1: no two operations have one name.
extension Validator {
    mutating func checkUniqueOperationNames() {
        guard document.operations.count > 1 else { return }
        var known: [String: UInt32] = [:]
        for operation in document.operations {
            guard let range = operation.name else { continue }
            let name = document.text(of: range)
            if let first = known[name] {
                report("There can be only one operation named \"\(name)\".", at: first, range.offset)
            } else {
                known[name] = range.offset
            }
        }
    }
}
