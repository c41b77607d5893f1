extension Document {
    /// The nodes of a document as they are being read.
    struct Nodes: Sendable {
        let source: Source
        var definitions: [Definition] = []
        var operations: [OperationDefinition] = []
        var fragments: [FragmentDefinition] = []
        var variableDefinitions: [VariableDefinition] = []
        var selections: [Selection] = []
        var fields: [Field] = []
        var fragmentSpreads: [FragmentSpread] = []
        var inlineFragments: [InlineFragment] = []
        var arguments: [Argument] = []
        var directives: [Directive] = []
        var values: [Value] = []
        var objectFields: [ObjectField] = []
        var typeReferences: [TypeReference] = []
        var schemaDefinitions: [SchemaDefinition] = []
        var operationTypes: [OperationTypeDefinition] = []
        var typeDefinitions: [TypeDefinition] = []
        var directiveDefinitions: [DirectiveDefinition] = []
        var fieldDefinitions: [FieldDefinition] = []
        var inputValueDefinitions: [InputValueDefinition] = []
        var enumValueDefinitions: [EnumValueDefinition] = []
        var names: [Name] = []

        init(source: Source) {
            self.source = source
        }
    }
}
