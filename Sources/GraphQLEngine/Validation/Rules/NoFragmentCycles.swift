/// Spec 5.5.2.2: fragments do not spread themselves.
extension Validator {
    /// A fragment on the way that the search took, with the spread of it that comes next.
    private struct Step {
        var name: String
        var spreads: Range<Int>
    }

    mutating func checkFragmentCycles() {
        var visited: Set<String> = []
        for index in document.fragments.indices where !fragmentUses[index].spreads.isEmpty {
            let name = document.text(of: document.fragments[index].name)
            findCycles(from: name, spreads: fragmentUses[index].spreads, &visited)
        }
    }

    /// Depth first, without recursion; each fragment is entered once.
    private mutating func findCycles(from name: String, spreads: Range<Int>, _ visited: inout Set<String>) {
        guard visited.insert(name).inserted else { return }
        var way = [Step(name: name, spreads: spreads)]
        var path: [NodeID<Document.FragmentSpread>] = []
        var places = [name: 0]
        while let step = way.last, !isFull {
            path.removeLast(path.count - (way.count - 1))
            guard let next = step.spreads.first else {
                places[step.name] = nil
                way.removeLast()
                continue
            }
            way[way.count - 1].spreads.removeFirst()
            let spread = spreadUses[next]
            path.append(spread)
            let name = document.text(of: document[spread].name)
            if let place = places[name] {
                reportCycle(of: name, path[place...])
            } else if let fragment = fragments[name], visited.insert(name).inserted {
                places[name] = way.count
                way.append(Step(name: name, spreads: fragmentUses[Int(fragment.index)].spreads))
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
