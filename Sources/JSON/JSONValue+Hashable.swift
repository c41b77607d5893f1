extension JSONValue: Hashable {
    public static func == (left: Self, right: Self) -> Bool {
        var pairs: [(JSONValue, JSONValue)] = []
        guard compare(left, right, &pairs) else { return false }
        while let (left, right) = pairs.popLast() {
            guard compareMembers(left, right, &pairs) else { return false }
        }
        return true
    }

    /// Whether two values are equal, as far as can be said without looking into containers; those are put on a list.
    private static func compare(
        _ left: JSONValue,
        _ right: JSONValue,
        _ pairs: inout [(JSONValue, JSONValue)]
    ) -> Bool {
        switch (left, right) {
        case (.null, .null): return true
        case (.bool(let left), .bool(let right)): return left == right
        case (.number(let left), .number(let right)): return left == right
        case (.string(let left), .string(let right)): return UTF8Name.areEqual(left, right)
        case (.array(let left), .array(let right)): guard left.count == right.count else { return false }
        case (.object(let left), .object(let right)): guard left.count == right.count else { return false }
        default: return false
        }
        pairs.append((left, right))
        return true
    }

    private static func compareMembers(
        _ left: JSONValue,
        _ right: JSONValue,
        _ pairs: inout [(JSONValue, JSONValue)]
    ) -> Bool {
        if let left = left.array, let right = right.array {
            for (left, right) in zip(left, right) {
                guard compare(left, right, &pairs) else { return false }
            }
        }
        if let left = left.object, let right = right.object {
            for member in left {
                guard let other = right[member.name], compare(member.value, other, &pairs) else { return false }
            }
        }
        return true
    }

    public func hash(into hasher: inout Hasher) { hash(into: &hasher, levels: 16) }

    /// What lies more than `levels` deep does not count, so that the stack is bounded; equal values hash equally still.
    private func hash(into hasher: inout Hasher, levels: Int) {
        switch self {
        case .null: hasher.combine(0 as UInt8)
        case .bool(let value): hasher.combine(value)
        case .number(let value): hasher.combine(value)
        case .string(let value): UTF8Name(value).hash(into: &hasher)
        case .array(let elements):
            hasher.combine(elements.count)
            if levels > 0 { for element in elements { element.hash(into: &hasher, levels: levels - 1) } }
        case .object(let members):
            // A sum of the members' own hashes does not depend on their order.
            var sum = members.count
            for member in members where levels > 0 {
                var inner = Hasher()
                UTF8Name(member.name).hash(into: &inner)
                member.value.hash(into: &inner, levels: levels - 1)
                sum = sum &+ inner.finalize()
            }
            hasher.combine(sum)
        }
    }
}
