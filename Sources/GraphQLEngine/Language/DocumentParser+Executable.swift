/// Spec 2.3 to 2.8: definitions, operations, fields, fragments.
extension DocumentParser {
    /// Definition : ExecutableDefinition | TypeSystemDefinition | TypeSystemExtension
    mutating func parseDefinition() throws(SyntaxError) {
        if token.kind == .braceLeft {
            return try parseOperation(description: nil)
        }
        let hasDescription = isAtDescription
        let keyword = hasDescription ? try lexer.token(from: token.end) : token
        if try parseTypeSystemDefinition(keyword: keyword) {
            return
        }
        guard keyword.kind == .name else { throw unexpected(keyword) }
        if operationKind(keyword) != nil {
            return try parseOperation(description: try parseDescription())
        }
        if isName(keyword, "fragment") {
            return try parseFragmentDefinition()
        }
        if hasDescription {
            let message = "Unexpected description, descriptions are supported only on type definitions."
            throw SyntaxError(message, at: Int(token.start))
        }
        guard isName(keyword, "extend") else { throw unexpected(keyword) }
        try parseTypeSystemExtension()
    }

    func operationKind(_ token: Token) -> OperationKind? {
        if isName(token, "query") {
            return .query
        }
        if isName(token, "mutation") {
            return .mutation
        }
        return isName(token, "subscription") ? .subscription : nil
    }

    /// OperationDefinition : Description? OperationType Name? VariablesDefinition? Directives? SelectionSet
    ///
    /// OperationDefinition : SelectionSet
    private mutating func parseOperation(description: Document.StringValue?) throws(SyntaxError) {
        let start = description?.range.offset ?? token.start
        var kind = OperationKind.query
        var name: SourceRange?
        var variables = NodeRange<Document.VariableDefinition>.none
        var directives = NodeRange<Document.Directive>.none
        if token.kind != .braceLeft {
            kind = try parseOperationType()
            if token.kind == .name {
                name = try parseName()
            }
            variables = try parseVariablesDefinition()
            directives = try parseDirectives(isConstant: false)
        }
        let selectionSet = try parseSelectionSet()
        document.definitions.append(.operation(NodeID(index: UInt32(document.operations.count))))
        document.operations.append(
            Document.OperationDefinition(
                range: range(from: start),
                description: description,
                kind: kind,
                name: name,
                variables: variables,
                directives: directives,
                selectionSet: selectionSet
            )
        )
    }

    /// OperationType : one of query mutation subscription
    mutating func parseOperationType() throws(SyntaxError) -> OperationKind {
        guard token.kind == .name else { throw expected(Token.Kind.name.description) }
        guard let kind = operationKind(token) else { throw unexpected(token) }
        try advance()
        return kind
    }

    /// VariablesDefinition : ( VariableDefinition+ )
    private mutating func parseVariablesDefinition() throws(SyntaxError) -> NodeRange<Document.VariableDefinition> {
        guard try skip(.parenLeft) else { return .none }
        let first = document.variableDefinitions.count
        repeat {
            try parseVariableDefinition()
        } while try !skip(.parenRight)
        return NodeRange(UInt32(first), UInt32(document.variableDefinitions.count))
    }

    /// VariableDefinition : Description? Variable : Type DefaultValue? Directives[Const]?
    private mutating func parseVariableDefinition() throws(SyntaxError) {
        let start = token.start
        let description = try parseDescription()
        let variableStart = token.start
        try expect(.dollar)
        let name = try parseName()
        let variable = range(from: variableStart)
        try expect(.colon)
        let type = try parseTypeReference()
        let defaultValue = try skip(.equals) ? try parseValue(isConstant: true) : nil
        let directives = try parseDirectives(isConstant: true)
        document.variableDefinitions.append(
            Document.VariableDefinition(
                range: range(from: start),
                description: description,
                variable: variable,
                name: name,
                type: type,
                defaultValue: defaultValue,
                directives: directives
            )
        )
    }

    /// SelectionSet : { Selection+ }
    mutating func parseSelectionSet() throws(SyntaxError) -> Document.SelectionSet {
        let start = token.start
        guard token.kind == .braceLeft else { throw expected(Token.Kind.braceLeft.description) }
        try enter()
        try advance()
        reserveForSelections()
        let base = scratchSelections.count
        repeat {
            let selection = token.kind == .spread ? try parseFragment() : try parseField()
            scratchSelections.append(selection)
        } while token.kind != .braceRight
        leave()
        try advance()
        let first = UInt32(document.selections.count)
        for index in base..<scratchSelections.count {
            document.selections.append(scratchSelections[index])
        }
        scratchSelections.removeLast(scratchSelections.count - base)
        let selections = NodeRange<Document.Selection>(first, UInt32(document.selections.count))
        return Document.SelectionSet(range: range(from: start), selections: selections)
    }

    /// Makes room for the selections of a small document at once, at a dozen bytes each.
    @inline(__always)
    private mutating func reserveForSelections() {
        guard document.fields.capacity == 0 else { return }
        let count = min(lexer.bytes.count / 12, 64)
        document.fields.reserveCapacity(count)
        document.selections.reserveCapacity(count)
        scratchSelections.reserveCapacity(min(count, 16))
    }

    /// Field : Alias? Name Arguments? Directives? SelectionSet?
    private mutating func parseField() throws(SyntaxError) -> Document.Selection {
        let start = token.start
        var name = try parseName()
        var alias: SourceRange?
        if try skip(.colon) {
            alias = name
            name = try parseName()
        }
        let arguments = try parseArguments(isConstant: false)
        let directives = try parseDirectives(isConstant: false)
        let selectionSet = token.kind == .braceLeft ? try parseSelectionSet() : nil
        let id = NodeID<Document.Field>(index: UInt32(document.fields.count))
        document.fields.append(
            Document.Field(
                range: range(from: start),
                alias: alias,
                name: name,
                arguments: arguments,
                directives: directives,
                selectionSet: selectionSet
            )
        )
        return .field(id)
    }

    /// FragmentSpread : ... FragmentName Directives?
    ///
    /// InlineFragment : ... TypeCondition? Directives? SelectionSet
    private mutating func parseFragment() throws(SyntaxError) -> Document.Selection {
        let start = token.start
        try advance()
        let hasTypeCondition = try skipKeyword("on")
        if !hasTypeCondition, token.kind == .name {
            let name = try parseName()
            let directives = try parseDirectives(isConstant: false)
            let id = NodeID<Document.FragmentSpread>(index: UInt32(document.fragmentSpreads.count))
            document.fragmentSpreads.append(
                Document.FragmentSpread(range: range(from: start), name: name, directives: directives)
            )
            return .spread(id)
        }
        let typeCondition = hasTypeCondition ? try parseName() : nil
        let directives = try parseDirectives(isConstant: false)
        let selectionSet = try parseSelectionSet()
        let id = NodeID<Document.InlineFragment>(index: UInt32(document.inlineFragments.count))
        document.inlineFragments.append(
            Document.InlineFragment(
                range: range(from: start),
                typeCondition: typeCondition,
                directives: directives,
                selectionSet: selectionSet
            )
        )
        return .inline(id)
    }

    /// FragmentDefinition : Description? fragment FragmentName TypeCondition Directives? SelectionSet
    private mutating func parseFragmentDefinition() throws(SyntaxError) {
        let start = token.start
        let description = try parseDescription()
        try expectKeyword("fragment")
        if isAt("on") {
            throw unexpected(token)
        }
        let name = try parseName()
        try expectKeyword("on")
        let typeCondition = try parseName()
        let directives = try parseDirectives(isConstant: false)
        let selectionSet = try parseSelectionSet()
        document.definitions.append(.fragment(NodeID(index: UInt32(document.fragments.count))))
        document.fragments.append(
            Document.FragmentDefinition(
                range: range(from: start),
                description: description,
                name: name,
                typeCondition: typeCondition,
                directives: directives,
                selectionSet: selectionSet
            )
        )
    }
}
