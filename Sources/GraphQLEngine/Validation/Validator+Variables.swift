/// The rules about the variables of operations look at what each operation uses, directly and through fragments.
extension Validator {
    mutating func checkVariablesOfOperations() {
        for (index, operation) in document.operations.enumerated() where !isFull {
            let uses = operationUses[index]
            if operation.variables.isEmpty, uses.variables.isEmpty, uses.spreads.isEmpty {
                continue
            }
            var variables = DefinedVariables(operation.variables, in: document)
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
        _ variables: inout DefinedVariables,
        in operation: Document.OperationDefinition
    ) {
        for index in uses {
            let use = variableUses[index]
            if let variable = variables.use(use.name, in: document) {
                checkPosition(use, of: variable)
            } else {
                reportUndefined(use, in: operation)
            }
        }
    }
}

/// The variables of an operation, and which of them are used.
struct DefinedVariables {
    private let definitions: NodeRange<Document.VariableDefinition>
    private var isUsed: [Bool]
    /// By name; only where there are many variables.
    private var indices: [String: Int] = [:]
    private static let linearLimit = 8

    init(_ definitions: NodeRange<Document.VariableDefinition>, in document: Document) {
        self.definitions = definitions
        isUsed = Array(repeating: false, count: definitions.count)
        if definitions.count > Self.linearLimit {
            for (index, id) in definitions.enumerated() {
                indices[document.text(of: document[id].name)] = index
            }
        }
    }

    /// Marks a variable as used; of several with one name the last. Nil where there is none of that name.
    mutating func use(_ name: SourceRange, in document: Document) -> NodeID<Document.VariableDefinition>? {
        let index =
            indices.isEmpty
            ? definitions.lastIndex { document.isSameText(document[$0].name, name) }
                .map { Int($0 - definitions.lowerBound) }
            : indices[document.text(of: name)]
        guard let index else { return nil }
        isUsed[index] = true
        return NodeID(index: definitions.lowerBound + UInt32(index))
    }

    /// The definitions that no use has marked. Of several with one name all are used where one is.
    func unused(in document: Document) -> [NodeID<Document.VariableDefinition>] {
        definitions.enumerated().compactMap { index, id in
            guard !isUsed[index] else { return nil }
            let name = document[id].name
            let last =
                indices.isEmpty
                ? definitions.lastIndex { document.isSameText(document[$0].name, name) }
                    .map { Int($0 - definitions.lowerBound) }
                : indices[document.text(of: name)]
            return last.map { isUsed[$0] } ?? false ? nil : id
        }
    }
}
