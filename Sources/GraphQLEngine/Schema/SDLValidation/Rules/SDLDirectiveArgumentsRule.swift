/// Arguments of directives in SDL are known, unique and complete (spec 5.4).
enum SDLDirectiveArgumentsRule {
    static func check(_ context: inout SDLContext) {
        let known = context.knownDirectives
        for use in context.document.directiveUses {
            for id in use.directives {
                let node = context.document[id]
                let names = node.arguments.map { context.document[$0].name }
                for (name, ranges) in UniqueArgumentDefinitionNamesRule.duplicates(names, context) {
                    context.report("There can be only one argument named \"\(name)\".", at: ranges)
                }
                guard let directive = known[context.text(node.name)] else { continue }
                check(node, directive, &context)
            }
        }
    }

    private static func check(
        _ node: Document.Directive,
        _ directive: SDLKnownDirective,
        _ context: inout SDLContext
    ) {
        let name = context.text(node.name)
        var given: Set<String> = []
        for id in node.arguments {
            let argument = context.document[id]
            let argumentName = context.text(argument.name)
            given.insert(argumentName)
            guard !directive.arguments.contains(argumentName) else { continue }
            context.report(
                "Unknown argument \"\(argumentName)\" on directive \"@\(name)\"."
                    + Suggestions(among: directive.arguments).didYouMean(argumentName),
                at: argument.range
            )
        }
        for required in directive.required where !given.contains(required.name) {
            context.report(
                "Directive \"@\(name)\" argument \"\(required.name)\" of type \"\(required.type)\" is required, "
                    + "but it was not provided.",
                at: node.range
            )
        }
    }
}
