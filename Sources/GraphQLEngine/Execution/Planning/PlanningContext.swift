/// What every plan of an operation is made from.
struct PlanningContext: Sendable {
    let source: ValidatedDocument
    let operation: NodeID<Document.OperationDefinition>
    /// The operation's root type.
    let root: TypeID
    let fragments: [String: NodeID<Document.FragmentDefinition>]
    /// Where each variable stands in the operation's definitions.
    let variableIndices: [String: Int]

    var schema: Schema { source.schema }

    init(
        _ source: ValidatedDocument,
        operation: NodeID<Document.OperationDefinition>,
        root: TypeID,
        variables: [VariableDefinition]
    ) {
        self.source = source
        self.operation = operation
        self.root = root
        fragments = source.document.fragmentsByName
        variableIndices = Dictionary(
            variables.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

extension Document {
    /// The fragments of the document.
    var fragmentsByName: [String: NodeID<FragmentDefinition>] {
        Dictionary(
            fragments.enumerated().map {
                (text(of: $0.element.name), NodeID(index: UInt32(truncatingIfNeeded: $0.offset)))
            },
            uniquingKeysWith: { first, _ in first }
        )
    }
}
