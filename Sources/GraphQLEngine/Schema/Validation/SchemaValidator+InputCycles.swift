/// Input objects that need themselves through non-null fields (spec 3.10, "Circular References").
extension SchemaValidator {
    /// An input object on the way from the one that the search started at.
    private struct Step {
        var type: TypeID
        /// The field to look at next.
        var next = 0
    }

    /// A depth-first search without recursion: a schema may chain any number of input objects.
    mutating func validateInputCycles() {
        var visited: Set<TypeID> = []
        for (index, type) in schema.types.enumerated() {
            guard case .inputObject = type, !visited.contains(TypeID(index)) else { continue }
            search(from: TypeID(index), &visited)
        }
    }

    private mutating func search(from start: TypeID, _ visited: inout Set<TypeID>) {
        var steps = [Step(type: start)]
        var indexInPath = [start: 0]
        /// The field taken from each step to the next.
        var path: [InputValueDefinition] = []
        visited.insert(start)
        while let step = steps.last {
            guard case .inputObject(let input) = schema[step.type], step.next < input.fields.count else {
                indexInPath[step.type] = nil
                steps.removeLast()
                if !path.isEmpty { path.removeLast() }
                continue
            }
            steps[steps.count - 1].next += 1
            let field = input.fields[step.next]
            guard field.type.isNonNull, !field.type.isList, case .inputObject = schema[field.type.namedType] else {
                continue
            }
            if let index = indexInPath[field.type.namedType] {
                report(cycle: path[index...] + [field], at: field.type.namedType)
            } else if visited.insert(field.type.namedType).inserted {
                indexInPath[field.type.namedType] = steps.count
                steps.append(Step(type: field.type.namedType))
                path.append(field)
            }
        }
    }

    private mutating func report(cycle: ArraySlice<InputValueDefinition>, at type: TypeID) {
        let names = cycle.map(\.name).joined(separator: ".")
        report(
            "Cannot reference Input Object \"\(schema.name(of: type))\" within itself through a series of non-null "
                + "fields: \"\(names)\".",
            at: cycle.map(\.positions.definition)
        )
    }
}
