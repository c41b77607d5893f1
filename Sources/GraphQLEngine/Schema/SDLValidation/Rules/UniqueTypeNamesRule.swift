/// Types have unique names (spec 3.4).
enum UniqueTypeNamesRule {
    static func check(_ context: inout SDLContext) {
        var seen: [String: SourceRange] = [:]
        for definition in context.document.typeDefinitions where !definition.isExtension {
            let name = context.text(definition.name)
            if context.base?.type(named: name) != nil {
                context.report(
                    "Type \"\(name)\" already exists in the schema. It cannot also be defined in this type definition.",
                    at: definition.name
                )
            } else if let first = seen[name] {
                context.report("There can be only one type named \"\(name)\".", at: first, definition.name)
            } else {
                seen[name] = definition.name
            }
        }
    }
}
