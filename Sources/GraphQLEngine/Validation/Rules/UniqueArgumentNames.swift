/// Spec 5.4.2: no argument is given twice.
extension Validator {
    mutating func checkUniqueArgumentNames(_ arguments: NodeRange<Document.Argument>) {
        guard arguments.count > 1 else { return }
        checkUnique(arguments.map { document[$0].name }) { "There can be only one argument named \"\($0)\"." }
    }

    /// One error for each name that occurs several times, at all its places.
    mutating func checkUnique(_ names: [SourceRange], message: (String) -> String) {
        if names.count <= 8, !hasRepetition(names) { return }
        var offsets: [String: [UInt32]] = [:]
        var order: [String] = []
        for range in names {
            let name = document.text(of: range)
            if offsets[name] == nil {
                order.append(name)
            }
            offsets[name, default: []].append(range.offset)
        }
        for name in order {
            if let offsets = offsets[name], offsets.count > 1 {
                report(message(name), at: offsets)
            }
        }
    }

    private func hasRepetition(_ names: [SourceRange]) -> Bool {
        for (index, name) in names.enumerated() {
            for other in names.dropFirst(index + 1) where document.isSameText(name, other) {
                return true
            }
        }
        return false
    }
}
