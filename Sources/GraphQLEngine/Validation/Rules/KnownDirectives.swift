/// Spec 5.7.1, 5.7.2 and 5.7.3: directives exist, stand where they may, and no more than once unless repeatable.
extension Validator {
    mutating func checkDirectives(_ directives: NodeRange<Document.Directive>, at location: DirectiveLocation) {
        guard !directives.isEmpty else { return }
        var seen: [String: UInt32] = [:]
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
            guard !definition.isRepeatable else { continue }
            if let first = seen[name] {
                let message = "The directive \"@\(name)\" can only be used once at this location."
                report(message, at: first, directive.range.offset)
            } else {
                seen[name] = directive.range.offset
            }
        }
    }
}
