/// Spec 3.3.2 and 3.4.3: extensions of the schema and of types.
extension DocumentParser {
    /// TypeSystemExtension : SchemaExtension | TypeExtension
    mutating func parseTypeSystemExtension() throws(SyntaxError) {
        let start = token.start
        let keyword = try lexer.token(from: token.end)
        if let kind = typeKind(keyword) {
            try advance()
            try advance()
            try parseTypeExtension(kind, from: start)
        } else if isName(keyword, "schema") {
            try advance()
            try advance()
            try parseSchemaExtension(from: start)
        } else {
            throw unexpected(keyword)
        }
    }

    /// TypeExtension : a type definition without a description that adds something
    private mutating func parseTypeExtension(_ kind: Document.TypeKind, from start: UInt32) throws(SyntaxError) {
        var definition = try parseTypeBody(kind)
        let addsNothing =
            definition.directives.isEmpty && definition.interfaces.isEmpty && definition.fields.isEmpty
            && definition.members.isEmpty && definition.values.isEmpty && definition.inputFields.isEmpty
        if addsNothing {
            throw unexpected(token)
        }
        definition.isExtension = true
        definition.range = range(from: start)
        append(definition)
    }

    /// SchemaExtension : extend schema Directives[Const]? { RootOperationTypeDefinition+ }, or directives alone
    private mutating func parseSchemaExtension(from start: UInt32) throws(SyntaxError) {
        let directives = try parseDirectives(isConstant: true)
        let operationTypes = try parseOperationTypes()
        if directives.isEmpty, operationTypes.isEmpty {
            throw unexpected(token)
        }
        append(
            Document.SchemaDefinition(
                range: range(from: start),
                isExtension: true,
                description: nil,
                directives: directives,
                operationTypes: operationTypes
            )
        )
    }
}
