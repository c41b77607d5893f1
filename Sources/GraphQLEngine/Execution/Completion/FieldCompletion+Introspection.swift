import JSON

extension FieldCompletion {
    /// A meta-field at the current position: `__typename`, `__schema` or `__type` (spec 4.1 and 4.2).
    mutating func completeMeta() {
        switch plan.tables.fields[Int(field)].origin {
        case .typeName(let text):
            plan.append(text, to: &output.writer)
            state = .done
        case .schema:
            completeRecord(SchemaRecord(schema: operation.schema))
        case .type:
            guard coerceCurrentArguments() else { return }
            guard let name = currentArguments[0]?.string, let type = operation.schema.typeID(named: name) else {
                return completeNull()
            }
            completeRecord(TypeRecord(schema: operation.schema, type: .named(type)))
        case .property, .fetch:
            completeNull()
        }
    }
}
