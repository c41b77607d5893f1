/// Spec 5.2.4.1: a subscription selects one root field, which is no introspection field, without `@skip` or `@include`
/// beside it.
extension Validator {
    mutating func checkSubscriptions() {
        guard let root = schema.subscriptionType else { return }
        for operation in document.operations where operation.kind == .subscription {
            checkSubscription(operation, root)
        }
    }

    private mutating func checkSubscription(_ operation: Document.OperationDefinition, _ root: TypeID) {
        var collector = SubscriptionFields(validator: self, root: root)
        collector.collect(operation.selectionSet)
        let subject = operation.name.map { "Subscription \"\(document.text(of: $0))\"" } ?? "Anonymous Subscription"
        if !collector.conditions.isEmpty {
            report(
                "\(subject) must not use `@skip` or `@include` directives in the top level selection.",
                at: collector.conditions
            )
            return
        }
        let groups = collector.groups
        if groups.count > 1 {
            report(
                "\(subject) must select only one top level field.",
                at: groups.dropFirst().flatMap { $0.map { document[$0].range.offset } }
            )
        }
        for group in groups {
            guard let first = group.first, document.text(of: document[first].name).hasPrefix("__") else { continue }
            report(
                "\(subject) must not select an introspection top level field.",
                at: group.map { document[$0].range.offset }
            )
        }
    }
}

/// The fields of a subscription's root selection set, fragments included, grouped by response key.
private struct SubscriptionFields {
    let validator: Validator
    let root: TypeID
    private(set) var groups: [[NodeID<Document.Field>]] = []
    private var groupIndices: [String: Int] = [:]
    private var visited: Set<String> = []
    /// Where a `@skip` or `@include` stands.
    private(set) var conditions: [UInt32] = []

    init(validator: Validator, root: TypeID) {
        self.validator = validator
        self.root = root
    }

    /// Follows fragments without recursion: what is left to visit is kept, in order.
    mutating func collect(_ selectionSet: Document.SelectionSet) {
        let document = validator.document
        var pending = [selectionSet.selections]
        while let selections = pending.popLast() {
            guard let id = selections.first else { continue }
            pending.append(NodeRange(selections.lowerBound + 1, selections.upperBound))
            switch document[id] {
            case .field(let id):
                let field = document[id]
                noteConditions(field.directives)
                let key = document.text(of: field.responseKey)
                if let index = groupIndices[key] {
                    groups[index].append(id)
                } else {
                    groupIndices[key] = groups.count
                    groups.append([id])
                }
            case .spread(let id):
                let spread = document[id]
                noteConditions(spread.directives)
                let name = document.text(of: spread.name)
                guard visited.insert(name).inserted, let fragment = validator.fragments[name] else { continue }
                let definition = document[fragment]
                if applies(definition.typeCondition) {
                    pending.append(definition.selectionSet.selections)
                }
            case .inline(let id):
                let fragment = document[id]
                noteConditions(fragment.directives)
                if fragment.typeCondition.map({ applies($0) }) ?? true {
                    pending.append(fragment.selectionSet.selections)
                }
            }
        }
    }

    private mutating func noteConditions(_ directives: NodeRange<Document.Directive>) {
        for id in directives {
            let directive = validator.document[id]
            let name = validator.document.text(of: directive.name)
            if name == "skip" || name == "include" {
                conditions.append(directive.range.offset)
            }
        }
    }

    private func applies(_ condition: SourceRange) -> Bool {
        guard let type = validator.schema.typeID(named: validator.document.text(of: condition)) else { return false }
        return type == root || validator.schema.isSubtype(root, of: type)
    }
}
