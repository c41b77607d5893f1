/// Fields of a type have unique names (spec 3.6, 3.7, 3.10), extensions counted.
enum UniqueFieldDefinitionNamesRule {
    static func check(_ context: inout SDLContext) {
        var seen: [String: [String: SourceRange]] = [:]
        for definition in context.document.typeDefinitions {
            let type = context.text(definition.name)
            let existing = context.base?.type(named: type)
            let names =
                definition.fields.map { context.document[$0].name }
                + definition.inputFields.map { context.document[$0].name }
            for range in names {
                let name = context.text(range)
                if hasField(existing, name) {
                    context.report(
                        "Field \"\(type).\(name)\" already exists in the schema. "
                            + "It cannot also be defined in this type extension.",
                        at: range
                    )
                } else if let first = seen[type]?[name] {
                    context.report("Field \"\(type).\(name)\" can only be defined once.", at: first, range)
                } else {
                    seen[type, default: [:]][name] = range
                }
            }
        }
    }

    private static func hasField(_ type: NamedType?, _ name: String) -> Bool {
        switch type {
        case .object(let type): type.fields[name] != nil
        case .interface(let type): type.fields[name] != nil
        case .inputObject(let type): type.fields[name] != nil
        case .scalar, .union, .enum, nil: false
        }
    }
}
