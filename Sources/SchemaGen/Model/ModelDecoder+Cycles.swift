extension ModelDecoder {
    /// Refuses a schema that refers to itself with nothing in between: no value could ever be told to fit it or not.
    ///
    /// A depth-first search over the keywords that apply to the same value, without recursion.
    func rejectCircularReferences() throws(SchemaGenError) {
        enum Mark { case unseen, open, done }
        var marks = Array(repeating: Mark.unseen, count: schemas.count)
        for start in schemas.indices where marks[start] == .unseen {
            var path: [(index: Int, next: [Int])] = [(start, inPlace(start))]
            marks[start] = .open
            while let top = path.last {
                guard let next = top.next.last else {
                    marks[top.index] = .done
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next.removeLast()
                switch marks[next] {
                case .done: break
                case .open:
                    throw failure(
                        .circularReference,
                        schemas[top.index].pointer,
                        found:
                            "a reference that leads back to \(schemas[next].pointer.isEmpty ? "the root" : schemas[next].pointer) with nothing in between",
                        expected: "a property or an item on the way"
                    )
                case .unseen:
                    marks[next] = .open
                    path.append((next, inPlace(next)))
                }
            }
        }
    }

    private func inPlace(_ index: Int) -> [Int] {
        let schema = schemas[index]
        var ids = schema.allOf + schema.anyOf + schema.oneOf + schema.otherInPlace
        if let reference = schema.reference { ids.append(reference) }
        if let negated = schema.not { ids.append(negated) }
        return ids.map(\.index)
    }
}
