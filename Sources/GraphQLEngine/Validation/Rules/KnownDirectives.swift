/// Spec 5.7.1 and 5.7.2: directives exist and stand where they may.
extension Validator {
    mutating func checkDirectives(_ directives: NodeRange<Document.Directive>, at location: DirectiveLocation) {
        guard !directives.isEmpty else { return }
        for id in directives {
            let directive = document[id]
            let name = document.text(of: directive.name)
            checkUniqueArgumentNames(directive.arguments)
            guard let definition = schema.directives[name] else {
                report("Unknown directive \"@\(name)\".", at: directive.range.offset)
                for id in directive.arguments {
                    checkValue(document[id].value, ValuePosition(type: nil))
                }
                continue
            }
            if !definition.locations.contains(location) {
                report(
                    "Directive \"@\(name)\" may not be used on \(location.rawValue).",
                    at: directive.range.offset
                )
            }
            checkArguments(of: directive, definition)
        }
        checkUniqueDirectives(directives)
    }
}
