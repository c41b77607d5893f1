/// Spec 5.4.1 and 5.4.3: arguments of fields are defined, and those that are required are given.
extension Validator {
    mutating func checkArguments(of field: Document.Field, _ entry: FieldEntry, in parent: TypeID) {
        for id in field.arguments {
            let argument = document[id]
            guard let index = entry.arguments.firstIndex(where: { document.isText(argument.name, $0.name) }) else {
                reportUnknown(argument, of: entry.definition, in: parent)
                checkValue(argument.value, ValuePosition(type: nil))
                continue
            }
            var position = ValuePosition(type: entry.arguments[index].type)
            position.hasDefault = entry.arguments[index].hasDefault
            checkValue(argument.value, position)
            if options.forbidsDeprecated {
                checkDeprecation(of: argument, entry.definition.arguments[index]) { validator in
                    "Field \"\(validator.schema.name(of: parent)).\(entry.definition.name)\""
                }
            }
        }
        checkRequiredArguments(of: field, entry)
    }

    private mutating func reportUnknown(
        _ argument: Document.Argument,
        of definition: FieldDefinition,
        in parent: TypeID
    ) {
        let name = document.text(of: argument.name)
        report(
            "Unknown argument \"\(name)\" on field \"\(schema.name(of: parent)).\(definition.name)\"."
                + Suggestions(among: definition.arguments.map(\.name)).didYouMean(name),
            at: argument.range.offset
        )
    }

    /// Arguments of a directive: the same rules.
    mutating func checkArguments(of directive: Document.Directive, _ definition: DirectiveDefinition) {
        for id in directive.arguments {
            let argument = document[id]
            let name = document.text(of: argument.name)
            guard let argumentDefinition = definition.arguments[name] else {
                report(
                    "Unknown argument \"\(name)\" on directive \"@\(definition.name)\"."
                        + Suggestions(among: definition.arguments.map(\.name)).didYouMean(name),
                    at: argument.range.offset
                )
                checkValue(argument.value, ValuePosition(type: nil))
                continue
            }
            checkValue(argument.value, ValuePosition(argumentDefinition))
            if options.forbidsDeprecated {
                checkDeprecation(of: argument, argumentDefinition) { _ in "Directive \"@\(definition.name)\"" }
            }
        }
        checkRequiredArguments(of: directive, definition)
    }
}
