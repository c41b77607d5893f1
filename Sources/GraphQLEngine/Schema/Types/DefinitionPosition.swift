/// Where something is written in the SDL that a schema was built from.
package struct DefinitionPosition: Sendable, Hashable {
    /// The index in ``Schema/sources``.
    package var source: UInt32
    /// The UTF-8 offset in that source.
    package var offset: UInt32

    package init(source: UInt32, offset: UInt32) {
        self.source = source
        self.offset = offset
    }
}

/// Where a type is written; empty for what was built from code.
package struct TypePositions: Sendable {
    /// The definition, then each extension.
    package var definitions: [DefinitionPosition] = []
    /// Of each interface that the type declares, or each member of a union, in order.
    package var references: [DefinitionPosition] = []

    package init() {}
}
