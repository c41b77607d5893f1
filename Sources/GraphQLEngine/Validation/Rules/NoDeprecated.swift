/// No rule of the specification: with `ValidationOptions.forbidsDeprecated`, deprecated parts of the schema are not
/// used.
extension Validator {
    mutating func checkDeprecation(of field: Document.Field, _ definition: FieldDefinition, in parent: TypeID) {
        guard options.forbidsDeprecated, let reason = definition.deprecationReason else { return }
        report(
            "The field \(schema.name(of: parent)).\(definition.name) is deprecated. \(reason)",
            at: field.range.offset
        )
    }

    /// - Parameter owner: Names what has the argument.
    mutating func checkDeprecation(
        of argument: Document.Argument,
        _ definition: InputValueDefinition,
        owner: (Validator) -> String
    ) {
        guard let reason = definition.deprecationReason else { return }
        report(
            "\(owner(self)) argument \"\(definition.name)\" is deprecated. \(reason)",
            at: argument.range.offset
        )
    }

    mutating func checkDeprecation(
        of field: Document.ObjectField,
        _ definition: InputValueDefinition,
        in type: InputObjectType
    ) {
        guard options.forbidsDeprecated, let reason = definition.deprecationReason else { return }
        report("The input field \(type.name).\(definition.name) is deprecated. \(reason)", at: field.range.offset)
    }

    mutating func checkDeprecation(of value: Document.Value, _ definition: EnumValueDefinition, in type: EnumType) {
        guard options.forbidsDeprecated, let reason = definition.deprecationReason else { return }
        report("The enum value \"\(type.name).\(definition.name)\" is deprecated. \(reason)", at: value.range.offset)
    }
}
