/// Not in the specification, but among the reference implementation's rules: list fields of the introspection types
/// are not nested three deep, where an answer grows beyond measure.
extension Validator {
    private static var limit: Int { 3 }
    private static var maximumNesting: Int { 500 }

    mutating func noteIntrospection(_ id: NodeID<Document.Field>) {
        if isNamed(document[id].name, "__schema", "__type") {
            introspectionRoots.append(id)
        }
    }

    mutating func checkIntrospectionDepth() {
        guard !introspectionRoots.isEmpty else { return }
        var depths: [String: Int] = [:]
        var reported: SourceRange?
        for id in introspectionRoots.sorted(by: { document[$0].range.offset < document[$1].range.offset }) {
            let field = document[id]
            // What is inside a field that was reported is not looked at again.
            if let reported, field.range.offset < reported.end { continue }
            guard let selectionSet = field.selectionSet, depth(of: selectionSet, &depths, 0) >= Self.limit else {
                continue
            }
            report("Maximum introspection depth exceeded", at: field.range.offset)
            reported = field.range
        }
    }

    /// How many list fields are nested in one another at most, fragments included. Each fragment is measured once;
    /// one that is being measured counts as 0, as cycles are an error of their own.
    private func depth(
        of selectionSet: Document.SelectionSet,
        _ known: inout [String: Int],
        _ level: Int
    ) -> Int {
        // A chain of fragments may be as long as the document, and recursion may not: below this counts as too deep.
        guard level < Self.maximumNesting else { return Self.limit }
        var deepest = 0
        for id in selectionSet.selections where deepest < Self.limit {
            switch document[id] {
            case .field(let id):
                let field = document[id]
                let isList = isNamed(field.name, "fields", "interfaces", "possibleTypes", "inputFields")
                let inner = field.selectionSet.map { depth(of: $0, &known, level + 1) } ?? 0
                deepest = max(deepest, inner + (isList ? 1 : 0))
            case .inline(let id):
                deepest = max(deepest, depth(of: document[id].selectionSet, &known, level + 1))
            case .spread(let id):
                deepest = max(deepest, depth(ofFragment: document.text(of: document[id].name), &known, level + 1))
            }
        }
        return deepest
    }

    private func depth(ofFragment name: String, _ known: inout [String: Int], _ level: Int) -> Int {
        if let depth = known[name] {
            return depth
        }
        guard let fragment = fragments[name] else { return 0 }
        known[name] = 0
        let found = depth(of: document[fragment].selectionSet, &known, level)
        known[name] = found
        return found
    }

    private func isNamed(_ range: SourceRange, _ names: String...) -> Bool {
        names.contains { document.isText(range, $0) }
    }
}
