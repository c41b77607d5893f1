/// Fields of an object literal in a default value or argument have unique names (spec 5.6.3).
enum SDLUniqueInputFieldsRule {
    static func check(_ context: inout SDLContext) {
        for value in context.document.inputValueDefinitions {
            if let defaultValue = value.defaultValue { check(defaultValue, &context) }
        }
        for use in context.document.directiveUses {
            for directive in use.directives {
                for argument in context.document[directive].arguments {
                    check(context.document[argument].value, &context)
                }
            }
        }
    }

    private static func check(_ value: Document.Value, _ context: inout SDLContext) {
        var open = [value]
        while let value = open.popLast() {
            switch value.kind {
            case .list(let items): open += items.map { context.document[$0] }
            case .object(let fields):
                var seen: [String: SourceRange] = [:]
                for id in fields {
                    let field = context.document[id]
                    let name = context.text(field.name)
                    if let first = seen[name] {
                        context.report("There can be only one input field named \"\(name)\".", at: first, field.name)
                    } else {
                        seen[name] = field.name
                    }
                    open.append(field.value)
                }
            case .variable, .int, .float, .string, .boolean, .null, .enumeration: continue
            }
        }
    }
}
