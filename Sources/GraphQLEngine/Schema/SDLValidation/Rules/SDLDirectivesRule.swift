/// Directives of SDL are known and stand where they may (spec 5.7.1, 5.7.2).
enum SDLDirectivesRule {
    static func check(_ context: inout SDLContext) {
        let known = context.knownDirectives
        for use in context.document.directiveUses {
            for id in use.directives {
                let node = context.document[id]
                let name = context.text(node.name)
                guard let directive = known[name] else {
                    context.report("Unknown directive \"@\(name)\".", at: node.range)
                    continue
                }
                guard !directive.locations.contains(use.location) else { continue }
                context.report("Directive \"@\(name)\" may not be used on \(use.location.rawValue).", at: node.range)
            }
        }
    }
}
