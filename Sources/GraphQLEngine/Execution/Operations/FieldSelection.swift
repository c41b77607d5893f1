/// What an operation selects below a field, for hosts that would rather not get what nobody asked for.
public struct FieldSelection: Sendable {
    let plan: Plan
    let schema: Schema
    let field: Int32

    /// The name of the field itself.
    public var fieldName: String {
        let field = plan.tables.fields[Int(field)]
        switch field.origin {
        case .typeName: return "__typename"
        case .schema: return "__schema"
        case .type: return "__type"
        case .property, .fetch:
            let fields = schema[field.parentType].fields ?? []
            return fields.indices.contains(Int(field.definition)) ? fields[Int(field.definition)].name : ""
        }
    }

    /// The key of the field in the response.
    public var responseKey: String { plan.responseKey(of: field) }

    /// The name of the object type that has the field.
    public var parentTypeName: String { schema.name(of: plan.tables.fields[Int(field)].parentType) }

    /// Whether the field of this name is selected on the field's type or, where that is abstract, on any type that a
    /// value may have. Aliases do not count; `@skip` and `@include` do.
    public func contains(_ fieldName: String) -> Bool {
        subselections.contains { $0.fieldName == fieldName }
    }

    /// The selections below, in order; those of all planned types where the field's type is abstract.
    public var subselections: [FieldSelection] {
        plan.subselections(of: field).flatMap { selection in
            plan.tables.selections[Int(selection.index)].fields.indices.map {
                FieldSelection(plan: plan, schema: schema, field: Int32($0))
            }
        }
    }
}
