/// Finds out whether any two fields conflict, without comparing all pairs.
///
/// A merged set is what ends up as one object in the response: the selections of all fields with one response key, the
/// fragments spread in them included. Within it the fields of each key are compared with one of them only, since to be
/// alike is transitive; then their selections are merged and looked at in turn. Two things are asked of the fields of
/// one key (spec 5.3.2): all have types of one shape; and those that can apply to one object (fields of different
/// object types cannot) are the same field with the same arguments. A set whose fields all were in one set that was
/// checked before is not checked again, which keeps deeply overlapping fragments near-linear.
struct MergedFieldsScan {
    /// What is still to be asked of a set. Below fields of different object types only the shape counts.
    private struct Questions: OptionSet {
        let rawValue: UInt8
        static let shape = Questions(rawValue: 1)
        static let identity = Questions(rawValue: 2)
        static let both: Questions = [.shape, .identity]
    }

    /// Selections on a type, to be merged with others.
    private struct Part {
        var selections: NodeRange<Document.Selection>
        var parent: TypeID?
    }

    private struct Entry {
        var field: NodeID<Document.Field>
        var parent: TypeID?
        /// The next entry with the same response key; 0 where there is none.
        var next = 0
    }

    /// The first and the last of the entries with one response key, in the set that is being grouped.
    private struct KeyEnds {
        var set: UInt32 = 0
        var first = 0
        var last = 0
    }

    private struct Key: Hashable {
        var parts: [UInt32]
        var questions: UInt8
    }

    private let validator: Validator
    private let document: Document
    private var pending: [(parts: [Part], questions: Questions)] = []
    private var seen: Set<Key> = []
    private var conflict: FieldConflict?

    /// By field: a number for its response key, and for the last set in which it was checked.
    private var keys: [UInt32]
    private var lastSet: [UInt32]
    private var keyNumbers: [String: UInt32] = [:]
    /// By number of a response key.
    private var keyEnds: [KeyEnds] = [KeyEnds()]
    /// What was asked of each set; set 0 is none.
    private var setQuestions: [Questions] = [[]]
    /// By fragment and by field: the set that it was last collected for.
    private var collectedFor: [UInt32]
    private var fieldCollectedFor: [UInt32]
    private var collections: UInt32 = 0
    /// Fields that may still be looked at; documents that need more are refused.
    private var budget = 1_000_000

    init(_ validator: Validator) {
        self.validator = validator
        document = validator.document
        keys = Array(repeating: 0, count: document.fields.count)
        lastSet = Array(repeating: 0, count: document.fields.count)
        collectedFor = Array(repeating: 0, count: document.fragments.count)
        fieldCollectedFor = Array(repeating: 0, count: document.fields.count)
    }

    /// A conflict, or `nil` where every two fields with one key can be merged.
    mutating func firstConflict() -> FieldConflict? {
        var reached: Set<String> = []
        for (index, operation) in document.operations.enumerated() {
            let part = Part(
                selections: operation.selectionSet.selections,
                parent: validator.schema.rootType(operation.kind)
            )
            check([part])
            validator.collectFragments(validator.operationUses[index], into: &reached) { _ in }
        }
        for fragment in document.fragments where !reached.contains(document.text(of: fragment.name)) {
            check([part(of: fragment)])
        }
        return conflict
    }

    private mutating func check(_ parts: [Part]) {
        pending.append((parts, .both))
        while conflict == nil, let next = pending.popLast() {
            checkSet(next.parts, next.questions)
        }
    }

    private mutating func checkSet(_ parts: [Part], _ questions: Questions) {
        let key = Key(parts: parts.map { $0.selections.lowerBound }.sorted(), questions: questions.rawValue)
        guard seen.insert(key).inserted else { return }
        var entries = collect(parts)
        budget -= entries.count
        guard budget > 0 else {
            conflict = entries.first.map { entry in
                let key = document.text(of: document[entry.field].responseKey)
                return FieldConflict(key: key, reason: "too many fields overlap", fields: [entry.field])
            }
            return
        }
        guard let first = entries.first, !isChecked(entries, lastSet[Int(first.field.index)], questions) else { return }
        let number = UInt32(setQuestions.count)
        setQuestions.append(questions)
        for entry in entries {
            lastSet[Int(entry.field.index)] = number
        }
        for first in link(&entries, number) {
            if entries[first].next == 0 {
                if document[entries[first].field].selectionSet != nil {
                    descend([entries[first]], questions)
                }
            } else {
                checkGroup(group(from: first, entries), questions)
            }
        }
    }

    /// Whether all the fields were in one earlier set that was asked the same.
    private func isChecked(_ entries: [Entry], _ set: UInt32, _ questions: Questions) -> Bool {
        setQuestions[Int(set)].isSuperset(of: questions)
            && entries.allSatisfy { lastSet[Int($0.field.index)] == set }
    }
}

// MARK: - Collecting

extension MergedFieldsScan {
    private func part(of fragment: Document.FragmentDefinition) -> Part {
        Part(selections: fragment.selectionSet.selections, parent: compositeType(fragment.typeCondition))
    }

    private func compositeType(_ condition: SourceRange) -> TypeID? {
        validator.schema.typeID(named: document.text(of: condition))
    }

    /// The fields of the parts, with those of fragments in them, each fragment and each field once.
    private mutating func collect(_ parts: [Part]) -> [Entry] {
        collections += 1
        var entries: [Entry] = []
        var open = parts
        while let part = open.popLast() {
            for id in part.selections {
                switch document[id] {
                case .field(let id):
                    guard fieldCollectedFor[Int(id.index)] != collections else { continue }
                    fieldCollectedFor[Int(id.index)] = collections
                    entries.append(Entry(field: id, parent: part.parent))
                case .inline(let id):
                    let fragment = document[id]
                    let parent = fragment.typeCondition.map { compositeType($0) } ?? part.parent
                    open.append(Part(selections: fragment.selectionSet.selections, parent: parent))
                case .spread(let id):
                    guard let fragment = validator.fragments[document.text(of: document[id].name)],
                        collectedFor[Int(fragment.index)] != collections
                    else { continue }
                    collectedFor[Int(fragment.index)] = collections
                    open.append(self.part(of: document[fragment]))
                }
            }
        }
        return entries
    }

    /// Links the entries with one response key, and gives the first of each key.
    private mutating func link(_ entries: inout [Entry], _ set: UInt32) -> [Int] {
        var firsts: [Int] = []
        firsts.reserveCapacity(entries.count)
        for index in entries.indices {
            let key = Int(keyNumber(entries[index].field))
            if keyEnds[key].set == set {
                entries[keyEnds[key].last].next = index
                keyEnds[key].last = index
            } else {
                keyEnds[key] = KeyEnds(set: set, first: index, last: index)
                firsts.append(index)
            }
        }
        return firsts
    }

    private func group(from first: Int, _ entries: [Entry]) -> [Entry] {
        var group = [entries[first]]
        var next = entries[first].next
        while next != 0 {
            group.append(entries[next])
            next = entries[next].next
        }
        return group
    }

    private mutating func keyNumber(_ field: NodeID<Document.Field>) -> UInt32 {
        let known = keys[Int(field.index)]
        guard known == 0 else { return known }
        let text = document.text(of: document[field].responseKey)
        let number = keyNumbers[text] ?? UInt32(keyEnds.count)
        if number == keyEnds.count {
            keyNumbers[text] = number
            keyEnds.append(KeyEnds())
        }
        keys[Int(field.index)] = number
        return number
    }
}

// MARK: - Comparing

extension MergedFieldsScan {
    /// Compares the fields of one response key and leaves their merged selections to be checked.
    private mutating func checkGroup(_ group: [Entry], _ questions: Questions) {
        if questions.contains(.shape) {
            checkShape(group)
        }
        guard questions.contains(.identity) else { return descend(group, .shape) }
        guard let first = group.first, !group.allSatisfy({ $0.parent == first.parent }) else {
            checkIdentity(group)
            return descend(group, questions)
        }
        let common = group.filter { !isObject($0.parent) }
        var byObject: [TypeID: [Entry]] = [:]
        for entry in group {
            if isObject(entry.parent), let parent = entry.parent {
                byObject[parent, default: []].append(entry)
            }
        }
        if byObject.count <= 1 {
            checkIdentity(group)
            return descend(group, questions)
        }
        checkIdentity(common)
        for entries in byObject.values {
            checkIdentity(Array(common.prefix(1)) + entries)
            descend(common + entries, .identity)
        }
        if questions.contains(.shape) {
            descend(group, .shape)
        }
    }

    private func isObject(_ type: TypeID?) -> Bool {
        type.map { validator.schema.isObject($0) } ?? false
    }

    private mutating func checkShape(_ group: [Entry]) {
        var first: (entry: Entry, type: TypeReference)?
        for entry in group {
            guard let type = type(of: entry) else { continue }
            guard let known = first else {
                first = (entry, type)
                continue
            }
            if validator.conflict(known.type, type) {
                note(known.entry, entry, validator.reasonForConflictingTypes(known.type, type))
            }
        }
    }

    /// The type of a field that is a member of its parent; meta-fields such as `__schema` are none.
    private func type(of entry: Entry) -> TypeReference? {
        guard let parent = entry.parent else { return nil }
        return validator.schema.fields(of: parent)?[document.text(of: document[entry.field].name)]?.type
    }

    private mutating func checkIdentity(_ group: [Entry]) {
        guard let first = group.first else { return }
        let field = document[first.field]
        for entry in group.dropFirst() {
            let other = document[entry.field]
            if !document.isSameText(field.name, other.name) {
                note(first, entry, validator.reasonForDifferentNames(field, other))
            } else if !validator.haveSameArguments(field, other) {
                note(first, entry, Validator.reasonForDifferentArguments)
            }
        }
    }

    private mutating func note(_ left: Entry, _ right: Entry, _ reason: String) {
        guard conflict == nil else { return }
        conflict = FieldConflict(
            key: document.text(of: document[left.field].responseKey),
            reason: reason,
            fields: [left.field, right.field]
        )
    }

    private mutating func descend(_ group: [Entry], _ questions: Questions) {
        let parts = group.compactMap { entry -> Part? in
            guard let selectionSet = document[entry.field].selectionSet else { return nil }
            let type = (type(of: entry) ?? metaType(of: entry))?.namedType
            return Part(selections: selectionSet.selections, parent: type)
        }
        if !parts.isEmpty {
            pending.append((parts, questions))
        }
    }

    /// The type of a meta-field such as `__schema`: left out of the comparison of shapes, as its definition is no
    /// member of the type, but needed for what is selected in it.
    private func metaType(of entry: Entry) -> TypeReference? {
        guard let parent = entry.parent else { return nil }
        let name = document.text(of: document[entry.field].name)
        return validator.schema.fieldEntry(named: name, in: parent)?.definition.type
    }
}
