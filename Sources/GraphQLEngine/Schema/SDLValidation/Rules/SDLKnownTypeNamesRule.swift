/// Types that a document names are defined there, in the schema that it extends, or built in.
enum SDLKnownTypeNamesRule {
    static func check(_ context: inout SDLContext) {
        var search = Search()
        for definition in context.document.definitions {
            switch definition {
            case .schema(let id):
                for operation in context.document[id].operationTypes {
                    search.reference(context.document[operation].type, &context)
                }
            case .type(let id): search.check(context.document[id], &context)
            case .directive(let id): search.check(context.document[id].arguments, &context)
            case .operation, .fragment: continue
            }
        }
        search.checkExecutableDefinitions(&context)
    }

    private struct Search {
        /// Made where the first unknown name turns up.
        var suggestions: Suggestions?

        mutating func check(_ type: Document.TypeDefinition, _ context: inout SDLContext) {
            for id in type.interfaces { reference(context.document[id].range, &context) }
            for id in type.members { reference(context.document[id].range, &context) }
            for id in type.fields {
                let field = context.document[id]
                check(field.arguments, &context)
                reference(context.document.innermostName(of: field.type), &context)
            }
            check(type.inputFields, &context)
        }

        mutating func check(_ values: NodeRange<Document.InputValueDefinition>, _ context: inout SDLContext) {
            for id in values { reference(context.document.innermostName(of: context.document[id].type), &context) }
        }

        /// Operations and fragments are no part of the schema, but what they name must be.
        mutating func checkExecutableDefinitions(_ context: inout SDLContext) {
            for fragment in context.document.fragments {
                reference(fragment.typeCondition, &context, allowsBuiltIn: false)
            }
            for fragment in context.document.inlineFragments {
                guard let condition = fragment.typeCondition else { continue }
                reference(condition, &context, allowsBuiltIn: false)
            }
            for variable in context.document.variableDefinitions {
                reference(context.document.innermostName(of: variable.type), &context, allowsBuiltIn: false)
            }
        }

        mutating func reference(_ range: SourceRange, _ context: inout SDLContext, allowsBuiltIn: Bool = true) {
            let name = context.text(range)
            if context.definedTypes[name] != nil || context.base?.type(named: name) != nil
                || (allowsBuiltIn && BuiltInTypes.names.contains(name))
            {
                return
            }
            let known = suggestions ?? Suggestions(among: BuiltInTypes.orderedNames + context.typeNames)
            suggestions = known
            context.report("Unknown type \"\(name)\"." + known.didYouMean(name), at: range)
        }
    }
}
