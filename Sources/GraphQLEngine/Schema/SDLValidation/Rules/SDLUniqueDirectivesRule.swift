/// A directive that is not repeatable is used once in a place; a type and its extensions are one place (spec 5.7.3).
enum SDLUniqueDirectivesRule {
    static func check(_ context: inout SDLContext) {
        let known = context.knownDirectives
        var shared: [SDLDirectiveUse.Owner: [String: SourceRange]] = [:]
        for use in context.document.directiveUses {
            var seen = shared[use.owner] ?? [:]
            for id in use.directives {
                let node = context.document[id]
                let name = context.text(node.name)
                guard let directive = known[name], !directive.isRepeatable else { continue }
                if let first = seen[name] {
                    context.report(
                        "The directive \"@\(name)\" can only be used once at this location.",
                        at: first,
                        node.range
                    )
                } else {
                    seen[name] = node.range
                }
            }
            if use.owner != .member { shared[use.owner] = seen }
        }
    }
}
