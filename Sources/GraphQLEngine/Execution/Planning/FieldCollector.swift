import JSON

/// CollectFields, spec 6.3.2: the fields of selection sets that apply to an object type, by response key.
struct FieldCollector {
    private let source: ValidatedDocument
    let fragments: [String: NodeID<Document.FragmentDefinition>]
    let conditions: Conditions
    let type: TypeID

    private(set) var groups: [(key: String, nodes: [NodeID<Document.Field>])] = []
    /// Where each key stands in `groups`, once there are many.
    private var positions: [String: Int] = [:]
    private static var indexThreshold: Int { 12 }
    private var visitedFragments: Set<String> = []

    init(_ context: PlanningContext, conditions: Conditions, type: TypeID) {
        source = context.source
        fragments = context.fragments
        self.conditions = conditions
        self.type = type
    }

    /// Adds what one selection set selects. Uses no recursion: chains of fragments may be long.
    mutating func collect(_ set: Document.SelectionSet) throws(PlanFailure) {
        var open = [set.selections]
        while var selections = open.popLast() {
            while let id = selections.first {
                selections = NodeRange(selections.lowerBound + 1, selections.upperBound)
                guard let inner = try visit(source.document[id]) else { continue }
                open.append(selections)
                selections = inner
            }
        }
    }

    /// Adds a field, or returns the selections of a fragment that applies.
    private mutating func visit(
        _ selection: Document.Selection
    ) throws(PlanFailure) -> NodeRange<Document.Selection>? {
        switch selection {
        case .field(let id):
            let field = source.document[id]
            guard try conditions.include(field.directives) else { return nil }
            add(id, key: source.document.text(of: field.responseKey))
            return nil
        case .inline(let id):
            let fragment = source.document[id]
            guard try conditions.include(fragment.directives) else { return nil }
            if let condition = fragment.typeCondition, !applies(condition) { return nil }
            return fragment.selectionSet.selections
        case .spread(let id):
            let spread = source.document[id]
            guard try conditions.include(spread.directives) else { return nil }
            let name = source.document.text(of: spread.name)
            guard let fragment = fragments[name], visitedFragments.insert(name).inserted else { return nil }
            guard applies(source.document[fragment].typeCondition) else { return nil }
            return source.document[fragment].selectionSet.selections
        }
    }

    private mutating func add(_ field: NodeID<Document.Field>, key: String) {
        if let position = position(of: key) {
            groups[position].nodes.append(field)
            return
        }
        groups.append((key, [field]))
        if groups.count > Self.indexThreshold {
            positions[key] = groups.count - 1
        } else if groups.count == Self.indexThreshold {
            for (position, group) in groups.enumerated() { positions[group.key] = position }
        }
    }

    private func position(of key: String) -> Int? {
        if groups.count < Self.indexThreshold { return groups.firstIndex { $0.key == key } }
        return positions[key]
    }

    /// DoesFragmentTypeApply, spec 6.3.2.
    private func applies(_ condition: SourceRange) -> Bool {
        guard let id = source.schema.typeID(named: source.document.text(of: condition)) else { return false }
        return id == type || source.schema.isSubtype(type, of: id)
    }
}
