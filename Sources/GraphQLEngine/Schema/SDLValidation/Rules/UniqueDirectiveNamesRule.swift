/// Directives have unique names (spec 3.13).
enum UniqueDirectiveNamesRule {
    static func check(_ context: inout SDLContext) {
        var seen: [String: SourceRange] = [:]
        for definition in context.document.directiveDefinitions {
            let name = context.text(definition.name)
            if context.base?.directives[name] != nil {
                context.report(
                    "Directive \"@\(name)\" already exists in the schema. It cannot be redefined.",
                    at: definition.name
                )
            } else if let first = seen[name] {
                context.report("There can be only one directive named \"@\(name)\".", at: first, definition.name)
            } else {
                seen[name] = definition.name
            }
        }
    }
}
