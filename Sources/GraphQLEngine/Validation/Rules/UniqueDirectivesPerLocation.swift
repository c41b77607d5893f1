/// Spec 5.7.3: a directive stands only once in one place, unless it is repeatable.
extension Validator {
    mutating func checkUniqueDirectives(_ directives: NodeRange<Document.Directive>) {
        guard directives.count > 1 else { return }
        var seen: [String: UInt32] = [:]
        for id in directives {
            let directive = document[id]
            let name = document.text(of: directive.name)
            guard let definition = schema.directives[name], !definition.isRepeatable else { continue }
            if let first = seen[name] {
                let message = "The directive \"@\(name)\" can only be used once at this location."
                report(message, at: first, directive.range.offset)
            } else {
                seen[name] = directive.range.offset
            }
        }
    }
}
