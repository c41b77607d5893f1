import JSON

extension ModelDecoder {
    /// Refuses a schema whose own keywords leave no value, whatever it is combined with.
    func reject(contradictionsIn schema: Subschema) throws(SchemaGenError) {
        if let types = schema.types {
            if let constant = schema.constant, !allows(schema, constant) {
                throw failure(
                    .contradiction,
                    schema.pointer + "/const",
                    found: constant.phrase,
                    expected: "a value of the type \(types.phrase)"
                )
            }
            if let values = schema.enumeration, let first = values.first,
                !values.contains(where: { allows(schema, $0) })
            {
                throw failure(
                    .contradiction,
                    schema.pointer + "/enum",
                    found: first.phrase,
                    expected: "a value of the type \(types.phrase)"
                )
            }
        }
        if let lower = schema.lowerBound, let upper = schema.upperBound, lower.rounded(.down) > upper.rounded(.up) + 1 {
            throw failure(
                .contradiction,
                schema.pointer,
                found: "a minimum above the maximum",
                expected: "a minimum below it"
            )
        }
    }

    private func allows(_ schema: Subschema, _ value: JSONValue) -> Bool {
        guard let types = schema.types else { return true }
        return types.isSuperset(of: value.types) || (schema.isNullable && value.isNull)
    }
}
