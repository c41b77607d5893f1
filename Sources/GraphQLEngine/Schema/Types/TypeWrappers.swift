/// The list and non-null wrappers around a named type, as bits: no allocation, O(1) to peel.
///
/// Level 0 is the outermost: the whole type; level `listDepth` is the named type itself.
package struct TypeWrappers: Sendable, Hashable {
    /// The deepest nesting of lists that a type reference can have.
    package static let maximumListDepth = 63

    /// How many lists enclose the named type.
    package private(set) var listDepth: UInt8 = 0
    /// Bit `n` is set when level `n` is non-null.
    private var nonNull: UInt64 = 0

    package init() {}

    package var isNonNull: Bool { nonNull & 1 != 0 }
    package var isList: Bool { listDepth > 0 }

    /// The same without the outermost non-null.
    package var nullable: TypeWrappers {
        var copy = self
        copy.nonNull &= ~1
        return copy
    }

    /// The same with a non-null outside; unchanged where there is one already.
    package var required: TypeWrappers {
        var copy = self
        copy.nonNull |= 1
        return copy
    }

    /// What is inside the outermost list (and its non-null), or nil where there is no list.
    package var item: TypeWrappers? {
        guard listDepth > 0 else { return nil }
        var copy = self
        copy.listDepth -= 1
        copy.nonNull >>= 1
        return copy
    }

    /// The same in one more list, or nil where that would be deeper than ``maximumListDepth``.
    package var list: TypeWrappers? {
        guard Int(listDepth) < Self.maximumListDepth else { return nil }
        var copy = self
        copy.listDepth += 1
        copy.nonNull <<= 1
        return copy
    }

    /// The type in GraphQL syntax, `[Int!]!`.
    package func description(of name: String) -> String {
        if listDepth == 0 { return isNonNull ? name + "!" : name }
        var text = String(repeating: "[", count: Int(listDepth)) + name
        for level in stride(from: Int(listDepth), through: 0, by: -1) {
            if nonNull & (1 << UInt64(level)) != 0 { text += "!" }
            if level > 0 { text += "]" }
        }
        return text
    }
}
