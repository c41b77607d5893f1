/// Arguments of a field or directive have unique names (spec 3.6.1, 3.13).
enum UniqueArgumentDefinitionNamesRule {
    static func check(_ context: inout SDLContext) {
        for definition in context.document.directiveDefinitions {
            check(definition.arguments, of: "@" + context.text(definition.name), &context)
        }
        for definition in context.document.typeDefinitions {
            let type = context.text(definition.name)
            for id in definition.fields {
                let field = context.document[id]
                check(field.arguments, of: "\(type).\(context.text(field.name))", &context)
            }
        }
    }

    private static func check(
        _ arguments: NodeRange<Document.InputValueDefinition>,
        of parent: String,
        _ context: inout SDLContext
    ) {
        guard arguments.count > 1 else { return }
        let names = arguments.map { context.document[$0].name }
        for (name, ranges) in duplicates(names, context) {
            context.report("Argument \"\(parent)(\(name):)\" can only be defined once.", at: ranges)
        }
    }

    /// Names that occur more than once, in the order of their first occurrence, with all their places.
    static func duplicates(
        _ names: [SourceRange],
        _ context: SDLContext
    ) -> [(name: String, ranges: [SourceRange])] {
        var order: [String] = []
        var places: [String: [SourceRange]] = [:]
        for range in names {
            let name = context.text(range)
            if places[name, default: []].isEmpty { order.append(name) }
            places[name, default: []].append(range)
        }
        return order.compactMap { name in
            guard let ranges = places[name], ranges.count > 1 else { return nil }
            return (name, ranges)
        }
    }
}
