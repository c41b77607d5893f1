/// Spec 5.5.1.1: no two fragments have one name.
extension Validator {
    mutating func checkUniqueFragmentNames() {
        guard document.fragments.count > 1 else { return }
        var known: [String: UInt32] = [:]
        for fragment in document.fragments {
            let name = document.text(of: fragment.name)
            if let first = known[name] {
                report("There can be only one fragment named \"\(name)\".", at: first, fragment.name.offset)
            } else {
                known[name] = fragment.name.offset
            }
        }
    }
}
