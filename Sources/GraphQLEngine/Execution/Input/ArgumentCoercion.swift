import JSON

/// CoerceArgumentValues, spec 6.4.1, for one field.
struct ArgumentCoercion {
    let plan: ArgumentPlan
    let coercion: LiteralCoercion
    let variables: VariableValues?

    func arguments() throws(PlanFailure) -> Arguments {
        var values: [JSONValue?] = []
        values.reserveCapacity(plan.literals.count)
        for (definition, literal) in zip(plan.definitions, plan.literals) {
            values.append(try value(of: definition, literal))
        }
        return Arguments(plan, values: values)
    }

    private func value(
        of definition: InputValueDefinition,
        _ literal: Document.Value?
    ) throws(PlanFailure) -> JSONValue? {
        guard let literal else {
            guard definition.isRequired else { return definition.coercedDefaultValue }
            throw failure(definition, "of required type \"\(typeText(definition))\" was not provided.", plan.offset)
        }
        if case .variable(let name) = literal.kind {
            let name = coercion.source.document.text(of: name)
            let index = coercion.variables?.names[name]
            guard let value = index.flatMap({ variables?[$0] }) else {
                guard definition.isRequired else { return definition.coercedDefaultValue }
                throw failure(
                    definition,
                    "of required type \"\(typeText(definition))\" was provided the variable \"$\(name)\" which was not "
                        + "provided a runtime value.",
                    literal.range.offset
                )
            }
            if value.isNull && definition.type.isNonNull { throw mustNotBeNull(definition, literal) }
            return value
        }
        if case .null = literal.kind, definition.type.isNonNull { throw mustNotBeNull(definition, literal) }
        guard let value = coercion.value(of: literal, as: definition.type) else {
            let text = coercion.source.document.text(of: literal.range)
            throw failure(definition, "has invalid value \(text.truncated(to: 200)).", literal.range.offset)
        }
        return value
    }

    private func mustNotBeNull(_ definition: InputValueDefinition, _ literal: Document.Value) -> PlanFailure {
        failure(definition, "of non-null type \"\(typeText(definition))\" must not be null.", literal.range.offset)
    }

    private func typeText(_ definition: InputValueDefinition) -> String {
        coercion.schema.text(of: definition.type)
    }

    private func failure(_ definition: InputValueDefinition, _ text: String, _ offset: UInt32) -> PlanFailure {
        PlanFailure(message: "Argument \"\(definition.name)\" \(text)", offset: offset)
    }
}
