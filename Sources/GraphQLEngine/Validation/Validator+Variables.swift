/// The rules about the variables of operations look at what each operation uses, directly and through fragments.
extension Validator {
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
            checkUnusedVariables(variables, of: operation)
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
                reportUndefined(use, in: operation)
                continue
            }
            if !variable.isUsed {
                variables[name]?.isUsed = true
            }
            checkPosition(use, of: variable, named: name)
        }
    }
}

/// A variable of an operation, for the rules about its uses.
struct DefinedVariable {
    var definition: NodeID<Document.VariableDefinition>
    var type: TypeReference?
    var isUsed = false
}
