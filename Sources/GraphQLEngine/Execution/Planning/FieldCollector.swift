import JSON

/// CollectFields, spec 6.3.2: the fields of selection sets that apply to an object type, by response key.
struct FieldCollector {
    let document: Document
    let schema: Schema
    let fragments: [String: NodeID<Document.FragmentDefinition>]
    let conditions: Conditions
    let type: TypeID

    private(set) var groups: [(key: String, nodes: [NodeID<Document.Field>])] = []
    private var positions: [String: Int] = [:]
    private var visitedFragments: Set<String> = []

    init(_ context: PlanningContext, conditions: Conditions, type: TypeID) {
        document = context.document
        schema = context.schema
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
                guard let inner = try visit(document[id]) else { continue }
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
            let field = document[id]
            guard try conditions.include(field.directives) else { return nil }
            add(id, key: document.text(of: field.responseKey))
            return nil
        case .inline(let id):
            let fragment = document[id]
            guard try conditions.include(fragment.directives) else { return nil }
            if let condition = fragment.typeCondition, !applies(condition) { return nil }
            return fragment.selectionSet.selections
        case .spread(let id):
            let spread = document[id]
            guard try conditions.include(spread.directives) else { return nil }
            let name = document.text(of: spread.name)
            guard let fragment = fragments[name], visitedFragments.insert(name).inserted else { return nil }
            guard applies(document[fragment].typeCondition) else { return nil }
            return document[fragment].selectionSet.selections
        }
    }

    private mutating func add(_ field: NodeID<Document.Field>, key: String) {
        if let position = positions[key] {
            groups[position].nodes.append(field)
        } else {
            positions[key] = groups.count
            groups.append((key, [field]))
        }
    }

    /// DoesFragmentTypeApply, spec 6.3.2.
    private func applies(_ condition: SourceRange) -> Bool {
        guard let id = schema.typeID(named: document.text(of: condition)) else { return false }
        return id == type || schema.isSubtype(type, of: id)
    }
}
