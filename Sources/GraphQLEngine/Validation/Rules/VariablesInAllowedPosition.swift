/// Spec 5.8.5: variables stand where their type is allowed.
extension Validator {
    mutating func checkPosition(_ use: VariableUse, of variable: NodeID<Document.VariableDefinition>) {
        guard let type = variableTypes[Int(variable.index)] else { return }
        let definition = document[variable]
        if let expected = use.type, !isAllowed(type, definition.defaultValue, expected, hasDefault: use.hasDefault) {
            report(
                "Variable \"$\(document.text(of: use.name))\" of type \"\(schema.text(of: type))\" used in position expecting type "
                    + "\"\(schema.text(of: expected))\".",
                at: definition.range.offset,
                use.offset
            )
        }
        if let oneOf = use.oneOf, !type.isNonNull {
            report(
                "Variable \"\(document.text(of: use.name))\" must be non-nullable to be used for OneOf Input Object "
                    + "\"\(schema.name(of: oneOf.type))\".",
                at: oneOf.offset
            )
        }
    }

    /// IsVariableUsageAllowed: a nullable variable may stand where null may not if either side has a default.
    private func isAllowed(
        _ type: TypeReference,
        _ defaultValue: Document.Value?,
        _ expected: TypeReference,
        hasDefault: Bool
    ) -> Bool {
        guard expected.isNonNull, !type.isNonNull else { return schema.isSubtype(type, of: expected) }
        let hasOwnDefault = defaultValue.map { $0.kind != .null } ?? false
        return (hasOwnDefault || hasDefault) && schema.isSubtype(type, of: expected.nullable)
    }
}
