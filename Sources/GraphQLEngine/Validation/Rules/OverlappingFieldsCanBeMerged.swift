/// Spec 5.3.2: fields with one response key can be merged, fragments included.
///
/// In two steps. `MergedFieldsScan` finds out in near-linear time whether there is a conflict at all. Only if there is
/// one, `FieldConflicts` compares fields pair by pair, which is what the reference implementation's messages and
/// locations are made of; it has a budget, and where that runs out, the conflict that the scan found is reported.
extension Validator {
    mutating func checkOverlappingFields() {
        guard !isFull, mayOverlap, let found = scanForConflict() else { return }
        var conflicts = FieldConflicts(self)
        let count = failureCount
        for conflict in conflicts.find() {
            report(conflict.message, at: conflict.fields.map { document[$0].range.offset })
        }
        if failureCount == count {
            report(found.message, at: found.fields.map { document[$0].range.offset })
        }
    }

    private func scanForConflict() -> FieldConflict? {
        var scan = MergedFieldsScan(self)
        return scan.firstConflict()
    }

    /// Whether any response key can occur twice: with fragments, or where a selection set names it twice.
    private var mayOverlap: Bool {
        guard document.inlineFragments.isEmpty, document.fragmentSpreads.isEmpty else { return true }
        return document.operations.contains { hasRepeatedKey($0.selectionSet) }
            || document.fragments.contains { hasRepeatedKey($0.selectionSet) }
            || document.fields.contains { $0.selectionSet.map { hasRepeatedKey($0) } ?? false }
    }

    private func hasRepeatedKey(_ selectionSet: Document.SelectionSet) -> Bool {
        let selections = selectionSet.selections
        if selections.count > 16 {
            var keys: Set<String> = []
            return selections.contains { id in
                responseKey(id).map { !keys.insert(document.text(of: $0)).inserted } ?? false
            }
        }
        for (index, id) in selections.enumerated() {
            guard let key = responseKey(id) else { continue }
            for other in selections.dropFirst(index + 1) {
                if let otherKey = responseKey(other), document.isSameText(key, otherKey) { return true }
            }
        }
        return false
    }

    private func responseKey(_ id: NodeID<Document.Selection>) -> SourceRange? {
        guard case .field(let field) = document[id] else { return nil }
        return document[field].responseKey
    }
}

/// Fields that cannot be merged, and why.
struct FieldConflict {
    /// The response key.
    var key: String
    var reason: String
    /// The fields to point at.
    var fields: [NodeID<Document.Field>]

    var message: String {
        "Fields \"\(key)\" conflict because \(reason). "
            + "Use different aliases on the fields to fetch both if this was intentional."
    }
}
