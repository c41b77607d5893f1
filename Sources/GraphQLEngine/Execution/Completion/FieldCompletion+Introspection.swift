import JSON

extension FieldCompletion {
    /// A meta-field at the current position: `__typename`, `__schema` or `__type` (spec 4.1 and 4.2).
    mutating func completeMeta() {
        switch plan.tables.fields[Int(field)].origin {
        case .typeName(let text):
            plan.append(text, to: &output.writer)
            state = .done
        case .schema, .type, .property, .fetch:
            completeNull()
        }
    }
}
