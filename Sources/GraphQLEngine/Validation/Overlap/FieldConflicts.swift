/// Finds the conflicts between fields pair by pair, the way the reference implementation does, so that messages and
/// locations are the same: every selection set is compared within itself, then with the fragments spread in it, then
/// those with one another; and the selections of two fields with one key are compared in the same manner.
///
/// Pairs are many, so there is a budget of comparisons and of nesting. What was found when it runs out is the result.
struct FieldConflicts {
    /// A conflict below a response key, with the fields on either side.
    private struct Pair {
        var key: String
        var reason: String
        var left: [NodeID<Document.Field>]
        var right: [NodeID<Document.Field>]
    }

    private struct Entry {
        var field: NodeID<Document.Field>
        var parent: TypeID?
        var type: TypeReference?
    }

    /// The fields of a selection set by response key, in order, and the fragments spread in it.
    private final class FieldMap {
        var keys: [String] = []
        var entries: [String: [Entry]] = [:]
        var fragments: [String] = []
    }

    private struct MapAndFragment: Hashable {
        var map: ObjectIdentifier
        var fragment: String
    }

    private struct FragmentPair: Hashable {
        var first: String
        var second: String
    }

    private let validator: Validator
    private let document: Document
    /// By the first selection of a selection set.
    private var maps: [UInt32: FieldMap] = [:]
    /// Fields and fragments compared so far, and whether only as mutually exclusive.
    private var comparedMaps: [MapAndFragment: Bool] = [:]
    /// Fragments compared so far, and whether only as mutually exclusive.
    private var comparedFragments: [FragmentPair: Bool] = [:]
    private var budget = 200_000
    private var depth = 0
    private static let maximumDepth = 200

    init(_ validator: Validator) {
        self.validator = validator
        document = validator.document
    }

    mutating func find() -> [FieldConflict] {
        var found: [FieldConflict] = []
        for (selectionSet, parent) in selectionSets() {
            guard budget > 0, found.count <= validator.options.maximumErrors else { break }
            for pair in conflictsWithin(selectionSet, parent) {
                found.append(FieldConflict(key: pair.key, reason: pair.reason, fields: pair.left + pair.right))
            }
        }
        return found
    }

    /// Every selection set of the document with the type it is on, in the order of the document.
    private func selectionSets() -> [(Document.SelectionSet, TypeID?)] {
        var found: [(Document.SelectionSet, TypeID?)] = []
        for definition in document.definitions {
            switch definition {
            case .operation(let id):
                addSelectionSets(document[id].selectionSet, validator.schema.rootType(document[id].kind), to: &found)
            case .fragment(let id):
                addSelectionSets(document[id].selectionSet, type(document[id].typeCondition), to: &found)
            case .schema, .type, .directive:
                continue
            }
        }
        return found
    }

    /// The parser bounds the recursion.
    private func addSelectionSets(
        _ selectionSet: Document.SelectionSet,
        _ parent: TypeID?,
        to found: inout [(Document.SelectionSet, TypeID?)]
    ) {
        found.append((selectionSet, parent))
        for id in selectionSet.selections {
            switch document[id] {
            case .field(let id):
                let field = document[id]
                guard let selectionSet = field.selectionSet else { continue }
                let name = document.text(of: field.name)
                let definition = parent.flatMap { validator.schema.fieldEntry(named: name, in: $0)?.definition }
                addSelectionSets(selectionSet, definition?.type.namedType, to: &found)
            case .inline(let id):
                let fragment = document[id]
                let inner = fragment.typeCondition.map { type($0) } ?? parent
                addSelectionSets(fragment.selectionSet, inner, to: &found)
            case .spread:
                continue
            }
        }
    }

    private func type(_ condition: SourceRange) -> TypeID? {
        validator.schema.typeID(named: document.text(of: condition))
    }

    /// Takes one step of the budget.
    private mutating func spend() -> Bool {
        budget -= 1
        return budget > 0
    }
}

// MARK: - Collecting

extension FieldConflicts {
    private mutating func map(of selectionSet: Document.SelectionSet, _ parent: TypeID?) -> FieldMap {
        if let known = maps[selectionSet.selections.lowerBound] {
            return known
        }
        let map = FieldMap()
        collect(selectionSet, parent, into: map)
        maps[selectionSet.selections.lowerBound] = map
        return map
    }

    private mutating func map(ofFragment name: String) -> FieldMap? {
        guard let id = validator.fragments[name] else { return nil }
        let fragment = document[id]
        return map(of: fragment.selectionSet, type(fragment.typeCondition))
    }

    private func collect(_ selectionSet: Document.SelectionSet, _ parent: TypeID?, into map: FieldMap) {
        for id in selectionSet.selections {
            switch document[id] {
            case .field(let id):
                let field = document[id]
                let key = document.text(of: field.responseKey)
                let definition = parent.flatMap { validator.schema.fields(of: $0)?[document.text(of: field.name)] }
                if map.entries[key] == nil {
                    map.keys.append(key)
                }
                map.entries[key, default: []].append(Entry(field: id, parent: parent, type: definition?.type))
            case .inline(let id):
                let fragment = document[id]
                let inner = fragment.typeCondition.map { self.type($0) } ?? parent
                collect(fragment.selectionSet, inner, into: map)
            case .spread(let id):
                let name = document.text(of: document[id].name)
                if !map.fragments.contains(name) {
                    map.fragments.append(name)
                }
            }
        }
    }
}

// MARK: - Comparing

extension FieldConflicts {
    private mutating func conflictsWithin(_ selectionSet: Document.SelectionSet, _ parent: TypeID?) -> [Pair] {
        var found: [Pair] = []
        let map = map(of: selectionSet, parent)
        for key in map.keys {
            let entries = map.entries[key] ?? []
            for (index, entry) in entries.enumerated() {
                for other in entries.dropFirst(index + 1) where budget > 0 {
                    if let pair = compare(key, entry, other, areExclusive: false) {
                        found.append(pair)
                    }
                }
            }
        }
        for (index, fragment) in map.fragments.enumerated() {
            compare(map, fragment, areExclusive: false, &found)
            for other in map.fragments.dropFirst(index + 1) {
                compare(fragment, other, areExclusive: false, &found)
            }
        }
        return found
    }

    /// Two sets of fields.
    private mutating func compare(_ left: FieldMap, _ right: FieldMap, areExclusive: Bool, _ found: inout [Pair]) {
        for key in left.keys {
            guard let others = right.entries[key] else { continue }
            for entry in left.entries[key] ?? [] {
                for other in others where budget > 0 {
                    if let pair = compare(key, entry, other, areExclusive: areExclusive) {
                        found.append(pair)
                    }
                }
            }
        }
    }

    /// A set of fields and a fragment, with the fragments spread in that.
    private mutating func compare(_ map: FieldMap, _ fragment: String, areExclusive: Bool, _ found: inout [Pair]) {
        guard spend(), note(map, fragment, areExclusive: areExclusive),
            let other = self.map(ofFragment: fragment), map !== other
        else { return }
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.maximumDepth else { return }
        compare(map, other, areExclusive: areExclusive, &found)
        for inner in other.fragments {
            compare(map, inner, areExclusive: areExclusive, &found)
        }
    }

    /// Two fragments, with the fragments spread in them.
    private mutating func compare(_ first: String, _ second: String, areExclusive: Bool, _ found: inout [Pair]) {
        guard spend(), first != second, note(first, second, areExclusive: areExclusive),
            let left = map(ofFragment: first), let right = map(ofFragment: second)
        else { return }
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.maximumDepth else { return }
        compare(left, right, areExclusive: areExclusive, &found)
        for inner in right.fragments {
            compare(first, inner, areExclusive: areExclusive, &found)
        }
        for inner in left.fragments {
            compare(inner, second, areExclusive: areExclusive, &found)
        }
    }

    /// Remembers that a set of fields and a fragment are compared, in the same manner.
    private mutating func note(_ map: FieldMap, _ fragment: String, areExclusive: Bool) -> Bool {
        let pair = MapAndFragment(map: ObjectIdentifier(map), fragment: fragment)
        if let known = comparedMaps[pair], areExclusive || !known {
            return false
        }
        comparedMaps[pair] = areExclusive
        return true
    }

    /// Remembers that two fragments are compared; false where they were already. Compared as not exclusive includes
    /// compared as exclusive.
    private mutating func note(_ first: String, _ second: String, areExclusive: Bool) -> Bool {
        let pair =
            first < second
            ? FragmentPair(first: first, second: second) : FragmentPair(first: second, second: first)
        if let known = comparedFragments[pair], areExclusive || !known {
            return false
        }
        comparedFragments[pair] = areExclusive
        return true
    }

    /// Two fields with one response key.
    private mutating func compare(_ key: String, _ left: Entry, _ right: Entry, areExclusive: Bool) -> Pair? {
        guard spend() else { return nil }
        let first = document[left.field]
        let second = document[right.field]
        let areExclusive =
            areExclusive || (left.parent != right.parent && isObject(left.parent) && isObject(right.parent))
        func pair(_ reason: String) -> Pair {
            Pair(key: key, reason: reason, left: [left.field], right: [right.field])
        }
        if !areExclusive {
            if !document.isSameText(first.name, second.name) {
                return pair(validator.reasonForDifferentNames(first, second))
            }
            if !validator.haveSameArguments(first, second) {
                return pair(Validator.reasonForDifferentArguments)
            }
        }
        if let type = left.type, let other = right.type, validator.conflict(type, other) {
            return pair(validator.reasonForConflictingTypes(type, other))
        }
        guard let selections = first.selectionSet, let others = second.selectionSet else { return nil }
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.maximumDepth else { return nil }
        let below = compareSelections(
            (selections, left.type?.namedType),
            (others, right.type?.namedType),
            areExclusive: areExclusive
        )
        guard !below.isEmpty else { return nil }
        let reasons = below.map { "subfields \"\($0.key)\" conflict because \($0.reason)" }
        return Pair(
            key: key,
            reason: reasons.joined(separator: " and "),
            left: [left.field] + below.flatMap(\.left),
            right: [right.field] + below.flatMap(\.right)
        )
    }

    private mutating func compareSelections(
        _ left: (selections: Document.SelectionSet, parent: TypeID?),
        _ right: (selections: Document.SelectionSet, parent: TypeID?),
        areExclusive: Bool
    ) -> [Pair] {
        var found: [Pair] = []
        let first = map(of: left.selections, left.parent)
        let second = map(of: right.selections, right.parent)
        compare(first, second, areExclusive: areExclusive, &found)
        for fragment in second.fragments {
            compare(first, fragment, areExclusive: areExclusive, &found)
        }
        for fragment in first.fragments {
            compare(second, fragment, areExclusive: areExclusive, &found)
        }
        for fragment in first.fragments {
            for other in second.fragments {
                compare(fragment, other, areExclusive: areExclusive, &found)
            }
        }
        return found
    }

    private func isObject(_ type: TypeID?) -> Bool {
        type.map { validator.schema.isObject($0) } ?? false
    }
}
