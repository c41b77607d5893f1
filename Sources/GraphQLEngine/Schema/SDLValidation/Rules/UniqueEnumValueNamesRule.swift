/// Values of an enum have unique names (spec 3.9), extensions counted.
enum UniqueEnumValueNamesRule {
    static func check(_ context: inout SDLContext) {
        var seen: [String: [String: SourceRange]] = [:]
        for definition in context.document.typeDefinitions where definition.kind == .enumeration {
            let type = context.text(definition.name)
            var existing: NamedList<EnumValueDefinition> = []
            if case .enum(let known)? = context.base?.type(named: type) { existing = known.values }
            for id in definition.values {
                let range = context.document[id].name
                let name = context.text(range)
                if existing[name] != nil {
                    context.report(
                        "Enum value \"\(type).\(name)\" already exists in the schema. "
                            + "It cannot also be defined in this type extension.",
                        at: range
                    )
                } else if let first = seen[type]?[name] {
                    context.report("Enum value \"\(type).\(name)\" can only be defined once.", at: first, range)
                } else {
                    seen[type, default: [:]][name] = range
                }
            }
        }
    }
}
