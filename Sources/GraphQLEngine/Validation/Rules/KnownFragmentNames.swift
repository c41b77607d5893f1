/// Spec 5.5.2.1: a spread names a fragment that exists.
extension Validator {
    /// The fragment that a spread names, or an error.
    mutating func checkFragmentExists(_ spread: Document.FragmentSpread) -> NodeID<Document.FragmentDefinition>? {
        let name = document.text(of: spread.name)
        let fragment = fragments[name]
        if fragment == nil {
            report("Unknown fragment \"\(name)\".", at: spread.name.offset)
        }
        return fragment
    }
}
