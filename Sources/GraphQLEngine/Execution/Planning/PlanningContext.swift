/// What every plan of an operation is made from.
struct PlanningContext: Sendable {
    let document: Document
    let operation: NodeID<Document.OperationDefinition>
    let schema: Schema
    /// The operation's root type.
    let root: TypeID
    let fragments: [String: NodeID<Document.FragmentDefinition>]
    /// Where each variable stands in the operation's definitions.
    let variableIndices: [String: Int]

    init(
        document: Document,
        operation: NodeID<Document.OperationDefinition>,
        schema: Schema,
        root: TypeID,
        variables: [VariableDefinition]
    ) {
        self.document = document
        self.operation = operation
        self.schema = schema
        self.root = root
        fragments = document.fragmentsByName
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
