/// Spec 5.5.1.4: every fragment is used by an operation.
extension Validator {
    mutating func checkUnusedFragments() {
        guard !document.fragments.isEmpty else { return }
        var used: Set<String> = []
        for uses in operationUses {
            collectFragments(uses, into: &used) { _ in }
        }
        for fragment in document.fragments {
            let name = document.text(of: fragment.name)
            if !used.contains(name) {
                report("Fragment \"\(name)\" is never used.", at: fragment.range.offset)
            }
        }
    }

    /// Calls `body` with each fragment that is spread, directly or through other fragments, and is not in `seen` yet.
    func collectFragments(
        _ uses: DefinitionUses,
        into seen: inout Set<String>,
        _ body: (NodeID<Document.FragmentDefinition>) -> Void
    ) {
        var pending = [uses.spreads]
        while let spreads = pending.popLast() {
            for index in spreads {
                let name = document.text(of: document[spreadUses[index]].name)
                guard seen.insert(name).inserted, let fragment = fragments[name] else { continue }
                body(fragment)
                pending.append(fragmentUses[Int(fragment.index)].spreads)
            }
        }
    }
}
