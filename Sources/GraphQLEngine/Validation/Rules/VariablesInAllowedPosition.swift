/// Spec 5.8.3, 5.8.4 and 5.8.5: what an operation uses, directly and through fragments, it defines with a type that
/// fits; what it defines, it uses.
extension Validator {
    private struct DefinedVariable {
        var definition: NodeID<Document.VariableDefinition>
        var type: TypeReference?
        var isUsed = false
    }

    mutating func checkVariablesOfOperations() {
        for (index, operation) in document.operations.enumerated() where !isFull {
            let uses = operationUses[index]
            if operation.variables.isEmpty, uses.variables.isEmpty, uses.spreads.isEmpty {
                continue
            }
            var variables: [String: DefinedVariable] = [:]
            for id in operation.variables {
                let variable = document[id]
                variables[document.text(of: variable.name)] = DefinedVariable(
                    definition: id,
                    type: typeReference(variable.type)
                )
            }
            checkUses(uses.variables, &variables, in: operation)
            if !uses.spreads.isEmpty {
                var seen: Set<String> = []
                var reached: [NodeID<Document.FragmentDefinition>] = []
                collectFragments(uses, into: &seen) { reached.append($0) }
                for fragment in reached {
                    checkUses(fragmentUses[Int(fragment.index)].variables, &variables, in: operation)
                }
            }
            reportUnused(variables, of: operation)
        }
    }

    private mutating func checkUses(
        _ uses: Range<Int>,
        _ variables: inout [String: DefinedVariable],
        in operation: Document.OperationDefinition
    ) {
        for use in variableUses[uses] {
            let name = document.text(of: use.name)
            guard let variable = variables[name] else {
                let place = operation.name.map { " by operation \"\(document.text(of: $0))\"" } ?? ""
                report("Variable \"$\(name)\" is not defined\(place).", at: use.offset, operation.range.offset)
                continue
            }
            if !variable.isUsed {
                variables[name]?.isUsed = true
            }
            check(use, of: variable, named: name)
        }
    }

    private mutating func check(_ use: VariableUse, of variable: DefinedVariable, named name: String) {
        guard let type = variable.type else { return }
        let definition = document[variable.definition]
        if let expected = use.type, !isAllowed(type, definition.defaultValue, expected, hasDefault: use.hasDefault) {
            report(
                "Variable \"$\(name)\" of type \"\(schema.text(of: type))\" used in position expecting type "
                    + "\"\(schema.text(of: expected))\".",
                at: definition.range.offset,
                use.offset
            )
        }
        if let oneOf = use.oneOf, !type.isNonNull {
            report(
                "Variable \"\(name)\" must be non-nullable to be used for OneOf Input Object "
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

    private mutating func reportUnused(
        _ variables: [String: DefinedVariable],
        of operation: Document.OperationDefinition
    ) {
        for id in operation.variables {
            let variable = document[id]
            let name = document.text(of: variable.name)
            guard variables[name]?.isUsed == false else { continue }
            let place = operation.name.map { " in operation \"\(document.text(of: $0))\"" } ?? ""
            report("Variable \"$\(name)\" is never used\(place).", at: variable.range.offset)
        }
    }
}
