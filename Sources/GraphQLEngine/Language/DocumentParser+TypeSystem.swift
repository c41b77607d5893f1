/// Spec 3.3 to 3.13: type system definitions.
extension DocumentParser {
    /// TypeSystemDefinition : SchemaDefinition | TypeDefinition | DirectiveDefinition
    ///
    /// - Parameter keyword: The token after the description, if there is one, else the current token.
    /// - Returns: Whether `keyword` starts one; otherwise nothing was read.
    mutating func parseTypeSystemDefinition(keyword: Token) throws(SyntaxError) -> Bool {
        if let kind = typeKind(keyword) {
            try parseTypeDefinition(kind)
        } else if isName(keyword, "schema") {
            try parseSchemaDefinition()
        } else if isName(keyword, "directive") {
            try parseDirectiveDefinition()
        } else {
            return false
        }
        return true
    }

    func typeKind(_ token: Token) -> Document.TypeKind? {
        guard token.kind == .name else { return nil }
        if isName(token, "type") {
            return .object
        }
        if isName(token, "input") {
            return .inputObject
        }
        if isName(token, "enum") {
            return .enumeration
        }
        if isName(token, "interface") {
            return .interface
        }
        if isName(token, "union") {
            return .union
        }
        return isName(token, "scalar") ? .scalar : nil
    }

    /// SchemaDefinition : Description? schema Directives[Const]? { RootOperationTypeDefinition+ }
    private mutating func parseSchemaDefinition() throws(SyntaxError) {
        let start = token.start
        let description = try parseDescription()
        try expectKeyword("schema")
        let directives = try parseDirectives(isConstant: true)
        guard token.kind == .braceLeft else { throw expected(Token.Kind.braceLeft.description) }
        let operationTypes = try parseOperationTypes()
        append(
            Document.SchemaDefinition(
                range: range(from: start),
                isExtension: false,
                description: description,
                directives: directives,
                operationTypes: operationTypes
            )
        )
    }

    mutating func append(_ definition: Document.SchemaDefinition) {
        document.definitions.append(.schema(NodeID(index: UInt32(document.schemaDefinitions.count))))
        document.schemaDefinitions.append(definition)
    }

    /// { RootOperationTypeDefinition+ }, or nothing where no brace comes
    mutating func parseOperationTypes() throws(SyntaxError) -> NodeRange<Document.OperationTypeDefinition> {
        guard try skip(.braceLeft) else { return .none }
        let first = document.operationTypes.count
        repeat {
            // RootOperationTypeDefinition : OperationType : NamedType
            let start = token.start
            let kind = try parseOperationType()
            try expect(.colon)
            let type = try parseName()
            document.operationTypes.append(
                Document.OperationTypeDefinition(range: range(from: start), kind: kind, type: type)
            )
        } while try !skip(.braceRight)
        return NodeRange(UInt32(first), UInt32(document.operationTypes.count))
    }

    /// TypeDefinition : the six forms of spec 3.4
    private mutating func parseTypeDefinition(_ kind: Document.TypeKind) throws(SyntaxError) {
        let start = token.start
        let description = try parseDescription()
        try advance()
        var definition = try parseTypeBody(kind)
        definition.description = description
        definition.range = range(from: start)
        append(definition)
    }

    mutating func append(_ definition: Document.TypeDefinition) {
        document.definitions.append(.type(NodeID(index: UInt32(document.typeDefinitions.count))))
        document.typeDefinitions.append(definition)
    }

    /// What follows the keyword of a type definition or extension: the name and every part that this kind may have.
    mutating func parseTypeBody(_ kind: Document.TypeKind) throws(SyntaxError) -> Document.TypeDefinition {
        let name = try parseName()
        var interfaces = NodeRange<Document.Name>.none
        if kind == .object || kind == .interface {
            interfaces = try parseImplementsInterfaces()
        }
        var definition = Document.TypeDefinition(
            range: name,
            kind: kind,
            isExtension: false,
            description: nil,
            name: name,
            directives: try parseDirectives(isConstant: true),
            interfaces: interfaces
        )
        switch kind {
        case .scalar: break
        case .object, .interface: definition.fields = try parseFieldsDefinition()
        case .union: definition.members = try skip(.equals) ? try parseNames(separatedBy: .pipe) : .none
        case .enumeration: definition.values = try parseEnumValuesDefinition()
        case .inputObject: definition.inputFields = try parseInputValues(.braceLeft, .braceRight)
        }
        return definition
    }

    /// ImplementsInterfaces : implements &? NamedType, further ones after `&`
    private mutating func parseImplementsInterfaces() throws(SyntaxError) -> NodeRange<Document.Name> {
        try skipKeyword("implements") ? try parseNames(separatedBy: .ampersand) : .none
    }

    /// One or more names with a separator between them, which may also stand before the first.
    private mutating func parseNames(separatedBy separator: Token.Kind) throws(SyntaxError) -> NodeRange<Document.Name>
    {
        let first = document.names.count
        _ = try skip(separator)
        repeat {
            document.names.append(Document.Name(range: try parseName()))
        } while try skip(separator)
        return NodeRange(UInt32(first), UInt32(document.names.count))
    }

    /// FieldsDefinition : { FieldDefinition+ }
    private mutating func parseFieldsDefinition() throws(SyntaxError) -> NodeRange<Document.FieldDefinition> {
        guard try skip(.braceLeft) else { return .none }
        let first = document.fieldDefinitions.count
        repeat {
            // FieldDefinition : Description? Name ArgumentsDefinition? : Type Directives[Const]?
            let start = token.start
            let description = try parseDescription()
            let name = try parseName()
            let arguments = try parseInputValues(.parenLeft, .parenRight)
            try expect(.colon)
            let type = try parseTypeReference()
            let directives = try parseDirectives(isConstant: true)
            document.fieldDefinitions.append(
                Document.FieldDefinition(
                    range: range(from: start),
                    description: description,
                    name: name,
                    arguments: arguments,
                    type: type,
                    directives: directives
                )
            )
        } while try !skip(.braceRight)
        return NodeRange(UInt32(first), UInt32(document.fieldDefinitions.count))
    }

    /// ArgumentsDefinition : ( InputValueDefinition+ )
    ///
    /// InputFieldsDefinition : { InputValueDefinition+ }
    private mutating func parseInputValues(
        _ open: Token.Kind,
        _ close: Token.Kind
    ) throws(SyntaxError) -> NodeRange<Document.InputValueDefinition> {
        guard try skip(open) else { return .none }
        let first = document.inputValueDefinitions.count
        repeat {
            // InputValueDefinition : Description? Name : Type DefaultValue? Directives[Const]?
            let start = token.start
            let description = try parseDescription()
            let name = try parseName()
            try expect(.colon)
            let type = try parseTypeReference()
            let defaultValue = try skip(.equals) ? try parseValue(isConstant: true) : nil
            let directives = try parseDirectives(isConstant: true)
            document.inputValueDefinitions.append(
                Document.InputValueDefinition(
                    range: range(from: start),
                    description: description,
                    name: name,
                    type: type,
                    defaultValue: defaultValue,
                    directives: directives
                )
            )
        } while try !skip(close)
        return NodeRange(UInt32(first), UInt32(document.inputValueDefinitions.count))
    }

    /// EnumValuesDefinition : { EnumValueDefinition+ }
    private mutating func parseEnumValuesDefinition() throws(SyntaxError) -> NodeRange<Document.EnumValueDefinition> {
        guard try skip(.braceLeft) else { return .none }
        let first = document.enumValueDefinitions.count
        repeat {
            // EnumValueDefinition : Description? EnumValue Directives[Const]?
            let start = token.start
            let description = try parseDescription()
            if isAt("true") || isAt("false") || isAt("null") {
                let message = "\(self.description(of: token)) is reserved and cannot be used for an enum value."
                throw SyntaxError(message, at: Int(token.start))
            }
            let name = try parseName()
            let directives = try parseDirectives(isConstant: true)
            document.enumValueDefinitions.append(
                Document.EnumValueDefinition(
                    range: range(from: start),
                    description: description,
                    name: name,
                    directives: directives
                )
            )
        } while try !skip(.braceRight)
        return NodeRange(UInt32(first), UInt32(document.enumValueDefinitions.count))
    }

    /// DirectiveDefinition : Description? directive @ Name ArgumentsDefinition? repeatable? on DirectiveLocations
    private mutating func parseDirectiveDefinition() throws(SyntaxError) {
        let start = token.start
        let description = try parseDescription()
        try expectKeyword("directive")
        try expect(.at)
        let name = try parseName()
        let arguments = try parseInputValues(.parenLeft, .parenRight)
        let isRepeatable = try skipKeyword("repeatable")
        try expectKeyword("on")
        let locations = try parseDirectiveLocations()
        document.definitions.append(.directive(NodeID(index: UInt32(document.directiveDefinitions.count))))
        document.directiveDefinitions.append(
            Document.DirectiveDefinition(
                range: range(from: start),
                description: description,
                name: name,
                arguments: arguments,
                isRepeatable: isRepeatable,
                locations: locations
            )
        )
    }

    /// DirectiveLocations : |? DirectiveLocation, further ones after `|`
    private mutating func parseDirectiveLocations() throws(SyntaxError) -> NodeRange<Document.Name> {
        let first = document.names.count
        _ = try skip(.pipe)
        repeat {
            let location = token
            let name = try parseName()
            guard DirectiveLocation(rawValue: document.source.text(of: name)) != nil else { throw unexpected(location) }
            document.names.append(Document.Name(range: name))
        } while try skip(.pipe)
        return NodeRange(UInt32(first), UInt32(document.names.count))
    }
}
