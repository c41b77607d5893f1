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

/// Where the parts of a field, argument or enum value are written; empty for what was built from code.
package struct MemberPositions: Sendable {
    package var definition: DefinitionPosition?
    package var type: DefinitionPosition?
    package var defaultValue: DefinitionPosition?
    /// The directive `@deprecated` on it.
    package var deprecated: DefinitionPosition?

    package init() {}
}

/// Where a type is written; empty for what was built from code.
package struct TypePositions: Sendable {
    /// The definition, then each extension.
    package var definitions: [DefinitionPosition] = []
    /// Of each interface that the type declares, or each member of a union, in order.
    package var references: [DefinitionPosition] = []

    package init() {}
}

/// Where the parts of a schema that are no types are written.
package struct SchemaPositions: Sendable {
    /// The schema definition.
    package var definition: DefinitionPosition?
    /// The type named for an operation, by operation.
    package var rootTypes: [OperationKind: DefinitionPosition] = [:]

    package init() {}
}
