/// A parsed GraphQL document, executable or type system or both.
///
/// Nodes lie in flat arrays, one per kind of node, and name each other by `NodeID` and `NodeRange`; siblings are
/// neighbours. Nodes are plain values without references. Names and literals are ranges of `source`; `text(of:)` and
/// `stringValue(of:)` make strings of them where one is needed. A copy shares the nodes.
///
/// A `NodeID` belongs to the document it came from; using it with another one is a programming error.
public struct Document: Sendable {
    private let storage: Storage

    /// Some two dozen arrays behind one reference, as documents are handed on often.
    private final class Storage: Sendable {
        let nodes: Nodes

        init(_ nodes: consuming Nodes) { self.nodes = nodes }
    }

    init(_ nodes: consuming Nodes) { storage = Storage(nodes) }

    private var nodes: Nodes {
        _read { yield storage.nodes }
    }

    /// The text of a name or of any other range, as written.
    public func text(of range: SourceRange) -> String {
        source.text(of: range)
    }
}

extension Document {
    /// The text that was parsed.
    public var source: Source { nodes.source }

    /// Every definition, in the order of the source.
    public var definitions: [Definition] { nodes.definitions }

    public var operations: [OperationDefinition] { nodes.operations }
    public var fragments: [FragmentDefinition] { nodes.fragments }
    public var variableDefinitions: [VariableDefinition] { nodes.variableDefinitions }
    public var selections: [Selection] { nodes.selections }
    public var fields: [Field] { nodes.fields }
    public var fragmentSpreads: [FragmentSpread] { nodes.fragmentSpreads }
    public var inlineFragments: [InlineFragment] { nodes.inlineFragments }
    public var arguments: [Argument] { nodes.arguments }
    public var directives: [Directive] { nodes.directives }

    /// Items of lists; a value that stands alone lies in the node that it belongs to.
    public var values: [Value] { nodes.values }
    public var objectFields: [ObjectField] { nodes.objectFields }
    /// Item types of list types; the outermost type lies in the node that it belongs to.
    public var typeReferences: [TypeReference] { nodes.typeReferences }

    public var schemaDefinitions: [SchemaDefinition] { nodes.schemaDefinitions }
    public var operationTypes: [OperationTypeDefinition] { nodes.operationTypes }
    public var typeDefinitions: [TypeDefinition] { nodes.typeDefinitions }
    public var directiveDefinitions: [DirectiveDefinition] { nodes.directiveDefinitions }
    public var fieldDefinitions: [FieldDefinition] { nodes.fieldDefinitions }
    public var inputValueDefinitions: [InputValueDefinition] { nodes.inputValueDefinitions }
    public var enumValueDefinitions: [EnumValueDefinition] { nodes.enumValueDefinitions }
    /// Implemented interfaces, union members and directive locations.
    public var names: [Name] { nodes.names }
}

extension Document {
    public subscript(id: NodeID<OperationDefinition>) -> OperationDefinition { nodes.operations[Int(id.index)] }
    public subscript(id: NodeID<FragmentDefinition>) -> FragmentDefinition { nodes.fragments[Int(id.index)] }
    public subscript(id: NodeID<VariableDefinition>) -> VariableDefinition { nodes.variableDefinitions[Int(id.index)] }
    public subscript(id: NodeID<Selection>) -> Selection { nodes.selections[Int(id.index)] }
    public subscript(id: NodeID<Field>) -> Field { nodes.fields[Int(id.index)] }
    public subscript(id: NodeID<FragmentSpread>) -> FragmentSpread { nodes.fragmentSpreads[Int(id.index)] }
    public subscript(id: NodeID<InlineFragment>) -> InlineFragment { nodes.inlineFragments[Int(id.index)] }
    public subscript(id: NodeID<Argument>) -> Argument { nodes.arguments[Int(id.index)] }
    public subscript(id: NodeID<Directive>) -> Directive { nodes.directives[Int(id.index)] }
    public subscript(id: NodeID<Value>) -> Value { nodes.values[Int(id.index)] }
    public subscript(id: NodeID<ObjectField>) -> ObjectField { nodes.objectFields[Int(id.index)] }
    public subscript(id: NodeID<TypeReference>) -> TypeReference { nodes.typeReferences[Int(id.index)] }
    public subscript(id: NodeID<SchemaDefinition>) -> SchemaDefinition { nodes.schemaDefinitions[Int(id.index)] }
    public subscript(id: NodeID<OperationTypeDefinition>) -> OperationTypeDefinition {
        nodes.operationTypes[Int(id.index)]
    }
    public subscript(id: NodeID<TypeDefinition>) -> TypeDefinition { nodes.typeDefinitions[Int(id.index)] }
    public subscript(id: NodeID<DirectiveDefinition>) -> DirectiveDefinition {
        nodes.directiveDefinitions[Int(id.index)]
    }
    public subscript(id: NodeID<FieldDefinition>) -> FieldDefinition { nodes.fieldDefinitions[Int(id.index)] }
    public subscript(id: NodeID<InputValueDefinition>) -> InputValueDefinition {
        nodes.inputValueDefinitions[Int(id.index)]
    }
    public subscript(id: NodeID<EnumValueDefinition>) -> EnumValueDefinition {
        nodes.enumValueDefinitions[Int(id.index)]
    }
    public subscript(id: NodeID<Name>) -> Name { nodes.names[Int(id.index)] }
}
