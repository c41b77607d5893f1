/// No rule of the specification: with `ValidationOptions.forbidsIntrospection`, nothing of the schema is asked for.
extension Validator {
    mutating func checkIntrospectionIsAllowed(_ field: Document.Field, _ definition: FieldDefinition) {
        guard options.forbidsIntrospection, schema.name(of: definition.type.namedType).hasPrefix("__") else { return }
        report(
            "GraphQL introspection has been disabled, but the requested query contained the field "
                + "\"\(document.text(of: field.name))\".",
            at: field.range.offset
        )
    }
}
