/// Spec 5.5.2.2: fragments do not spread themselves.
extension Validator {
    /// A fragment on the way that the search took, with the spreads in it that are left.
    private struct Step {
        var name: String
        var spreads: ArraySlice<NodeID<Document.FragmentSpread>>
    }

    mutating func checkFragmentCycles() {
        var visited: Set<String> = []
        for index in document.fragments.indices {
            findCycles(from: document.fragments[index], &visited)
        }
    }

    /// The spreads in a fragment, those at the top before those in fields and inline fragments. Which of several cycles
    /// is reported depends on their order.
    private func spreads(in fragment: Document.FragmentDefinition) -> ArraySlice<NodeID<Document.FragmentSpread>> {
        var spreads: [NodeID<Document.FragmentSpread>] = []
        var open = [fragment.selectionSet.selections]
        while let selections = open.popLast() {
            for id in selections {
                switch document[id] {
                case .spread(let id): spreads.append(id)
                case .inline(let id): open.append(document[id].selectionSet.selections)
                case .field(let id):
                    if let selectionSet = document[id].selectionSet {
                        open.append(selectionSet.selections)
                    }
                }
            }
        }
        return spreads[...]
    }

    /// Depth first, without recursion; each fragment is entered once.
    private mutating func findCycles(from fragment: Document.FragmentDefinition, _ visited: inout Set<String>) {
        let name = document.text(of: fragment.name)
        guard visited.insert(name).inserted else { return }
        var way = [Step(name: name, spreads: spreads(in: fragment))]
        var path: [NodeID<Document.FragmentSpread>] = []
        var places = [name: 0]
        while let step = way.last, !isFull {
            path.removeLast(path.count - (way.count - 1))
            guard let spread = step.spreads.first else {
                places[step.name] = nil
                way.removeLast()
                continue
            }
            way[way.count - 1].spreads.removeFirst()
            path.append(spread)
            let name = document.text(of: document[spread].name)
            if let place = places[name] {
                reportCycle(of: name, path[place...])
            } else if let fragment = fragments[name], visited.insert(name).inserted {
                places[name] = way.count
                way.append(Step(name: name, spreads: spreads(in: document[fragment])))
            }
        }
    }

    private mutating func reportCycle(of name: String, _ path: ArraySlice<NodeID<Document.FragmentSpread>>) {
        let via = path.dropLast().map { "\"" + document.text(of: document[$0].name) + "\"" }.joined(separator: ", ")
        report(
            "Cannot spread fragment \"\(name)\" within itself" + (via.isEmpty ? "." : " via \(via)."),
            at: path.map { document[$0].range.offset }
        )
    }
}
