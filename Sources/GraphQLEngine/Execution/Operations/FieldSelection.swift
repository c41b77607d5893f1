/// What an operation selects below a field, for hosts that would rather not get what nobody asked for.
public struct FieldSelection: Sendable {
    let plan: Plan
    let field: Int32

    private var schema: Schema { plan.schema }

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
    ///
    /// True also where it cannot be told yet: types behind an interface of many types are planned when they turn up.
    public func contains(_ fieldName: String) -> Bool {
        if subselections.contains(where: { $0.fieldName == fieldName }) { return true }
        guard plan.tables.fields[Int(field)].shape == .abstract else { return false }
        let possible = schema.possibleTypes(of: plan.tables.fields[Int(field)].type.namedType)
        return plan.subselections(of: field).count < possible.count
    }

    /// The selections below, in order; those of all types planned so far where the field's type is abstract.
    public var subselections: [FieldSelection] {
        plan.subselections(of: field).flatMap { selection in
            plan.tables.selections[Int(selection.index)].fields.indices.map {
                FieldSelection(plan: plan, field: Int32($0))
            }
        }
    }
}
