/// The one walk over the document: follows the types along the selections and calls the rules. Its recursion is as deep
/// as the document is nested, which the parser bounds.
extension Validator {
    mutating func walk() {
        for operation in document.operations {
            let variables = variableUses.count
            let spreads = spreadUses.count
            walk(operation)
            operationUses.append(
                DefinitionUses(variables: variables..<variableUses.count, spreads: spreads..<spreadUses.count)
            )
        }
        for fragment in document.fragments {
            let variables = variableUses.count
            let spreads = spreadUses.count
            walk(fragment)
            fragmentUses.append(
                DefinitionUses(variables: variables..<variableUses.count, spreads: spreads..<spreadUses.count)
            )
        }
    }

    private mutating func walk(_ operation: Document.OperationDefinition) {
        checkOperationType(operation)
        checkUniqueVariableNames(operation)
        for id in operation.variables {
            let variable = document[id]
            let type = checkVariableType(id)
            if let value = variable.defaultValue {
                checkValue(value, ValuePosition(type: type))
            }
            checkDirectives(variable.directives, at: .variableDefinition)
        }
        let location: DirectiveLocation =
            switch operation.kind {
            case .query: .query
            case .mutation: .mutation
            case .subscription: .subscription
            }
        checkDirectives(operation.directives, at: location)
        walk(operation.selectionSet, in: schema.rootType(operation.kind))
    }

    private mutating func walk(_ fragment: Document.FragmentDefinition) {
        let name = document.text(of: fragment.name)
        let type = checkTypeCondition(fragment.typeCondition, fragmentName: name)
        checkDirectives(fragment.directives, at: .fragmentDefinition)
        walk(fragment.selectionSet, in: type)
    }

    /// - Parameter parent: The composite type that the selections are about; `nil` where it cannot be told.
    private mutating func walk(_ selectionSet: Document.SelectionSet, in parent: TypeID?) {
        guard !isFull else { return }
        for id in selectionSet.selections {
            switch document[id] {
            case .field(let id): walk(id, in: parent)
            case .spread(let id):
                let spread = document[id]
                spreadUses.append(id)
                checkSpread(spread, in: parent)
                checkDirectives(spread.directives, at: .fragmentSpread)
            case .inline(let id):
                walk(document[id], in: parent)
            }
        }
    }

    private mutating func walk(_ fragment: Document.InlineFragment, in parent: TypeID?) {
        var type = parent
        if let condition = fragment.typeCondition {
            type = checkTypeCondition(condition, fragmentName: nil)
            checkInlineSpread(fragment, of: type, in: parent)
        }
        checkDirectives(fragment.directives, at: .inlineFragment)
        walk(fragment.selectionSet, in: type)
    }

    private mutating func walk(_ id: NodeID<Document.Field>, in parent: TypeID?) {
        let field = document[id]
        let entry = parent.flatMap { checkFieldExists(field, in: $0) }
        if document.source.bytes[Int(field.name.offset)] == 0x5F {
            noteIntrospection(id)
        }
        if let entry, let parent {
            checkArguments(of: field, entry, in: parent)
            if options.forbidsDeprecated {
                checkDeprecation(of: field, entry.definition, in: parent)
            }
            if options.forbidsIntrospection {
                checkIntrospectionIsAllowed(field, entry.definition)
            }
        } else {
            for id in field.arguments {
                checkValue(document[id].value, ValuePosition(type: nil))
            }
        }
        checkUniqueArgumentNames(field.arguments)
        checkDirectives(field.directives, at: .field)
        if let entry {
            checkLeaf(field, entry)
        }
        if let selectionSet = field.selectionSet {
            let type = entry.flatMap { $0.isComposite ? $0.definition.type.namedType : nil }
            walk(selectionSet, in: type)
        }
    }
}
