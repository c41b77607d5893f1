/// A parsed GraphQL document, executable or type system or both.
///
/// Nodes lie in flat arrays, one per kind of node, and name each other by `NodeID` and `NodeRange`; siblings are
/// neighbours. Nodes are plain values without references. Names and literals are ranges of `source`; `text(of:)` and
/// `stringValue(of:)` make strings of them where one is needed.
///
/// A `NodeID` belongs to the document it came from; using it with another one is a programming error.
public struct Document: Sendable {
    /// The text that was parsed.
    public let source: Source

    /// Every definition, in the order of the source.
    public internal(set) var definitions: [Definition] = []

    public internal(set) var operations: [OperationDefinition] = []
    public internal(set) var fragments: [FragmentDefinition] = []
    public internal(set) var variableDefinitions: [VariableDefinition] = []
    public internal(set) var selections: [Selection] = []
    public internal(set) var fields: [Field] = []
    public internal(set) var fragmentSpreads: [FragmentSpread] = []
    public internal(set) var inlineFragments: [InlineFragment] = []
    public internal(set) var arguments: [Argument] = []
    public internal(set) var directives: [Directive] = []

    /// Items of lists; a value that stands alone lies in the node that it belongs to.
    public internal(set) var values: [Value] = []
    public internal(set) var objectFields: [ObjectField] = []
    /// Item types of list types; the outermost type lies in the node that it belongs to.
    public internal(set) var typeReferences: [TypeReference] = []

    public internal(set) var schemaDefinitions: [SchemaDefinition] = []
    public internal(set) var operationTypes: [OperationTypeDefinition] = []
    public internal(set) var typeDefinitions: [TypeDefinition] = []
    public internal(set) var directiveDefinitions: [DirectiveDefinition] = []
    public internal(set) var fieldDefinitions: [FieldDefinition] = []
    public internal(set) var inputValueDefinitions: [InputValueDefinition] = []
    public internal(set) var enumValueDefinitions: [EnumValueDefinition] = []
    /// Implemented interfaces, union members and directive locations.
    public internal(set) var names: [Name] = []

    init(source: Source) {
        self.source = source
    }

    /// The text of a name or of any other range, as written.
    public func text(of range: SourceRange) -> String {
        source.text(of: range)
    }
}

extension Document {
    public subscript(id: NodeID<OperationDefinition>) -> OperationDefinition { operations[Int(id.index)] }
    public subscript(id: NodeID<FragmentDefinition>) -> FragmentDefinition { fragments[Int(id.index)] }
    public subscript(id: NodeID<VariableDefinition>) -> VariableDefinition { variableDefinitions[Int(id.index)] }
    public subscript(id: NodeID<Selection>) -> Selection { selections[Int(id.index)] }
    public subscript(id: NodeID<Field>) -> Field { fields[Int(id.index)] }
    public subscript(id: NodeID<FragmentSpread>) -> FragmentSpread { fragmentSpreads[Int(id.index)] }
    public subscript(id: NodeID<InlineFragment>) -> InlineFragment { inlineFragments[Int(id.index)] }
    public subscript(id: NodeID<Argument>) -> Argument { arguments[Int(id.index)] }
    public subscript(id: NodeID<Directive>) -> Directive { directives[Int(id.index)] }
    public subscript(id: NodeID<Value>) -> Value { values[Int(id.index)] }
    public subscript(id: NodeID<ObjectField>) -> ObjectField { objectFields[Int(id.index)] }
    public subscript(id: NodeID<TypeReference>) -> TypeReference { typeReferences[Int(id.index)] }
    public subscript(id: NodeID<SchemaDefinition>) -> SchemaDefinition { schemaDefinitions[Int(id.index)] }
    public subscript(id: NodeID<OperationTypeDefinition>) -> OperationTypeDefinition { operationTypes[Int(id.index)] }
    public subscript(id: NodeID<TypeDefinition>) -> TypeDefinition { typeDefinitions[Int(id.index)] }
    public subscript(id: NodeID<DirectiveDefinition>) -> DirectiveDefinition { directiveDefinitions[Int(id.index)] }
    public subscript(id: NodeID<FieldDefinition>) -> FieldDefinition { fieldDefinitions[Int(id.index)] }
    public subscript(id: NodeID<InputValueDefinition>) -> InputValueDefinition { inputValueDefinitions[Int(id.index)] }
    public subscript(id: NodeID<EnumValueDefinition>) -> EnumValueDefinition { enumValueDefinitions[Int(id.index)] }
    public subscript(id: NodeID<Name>) -> Name { names[Int(id.index)] }
}
