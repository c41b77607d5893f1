extension MappedModel {
    /// Fields of input objects that lead back to their object by required fields alone, by object: GraphQL refuses such
    /// types (specification, section "Input Objects", "Circular References"). Without these fields no ring is left.
    var endlessInputFields: [Int: Set<Int>] {
        enum Mark { case unseen, open, done }
        var marks = Array(repeating: Mark.unseen, count: objects.count)
        var result: [Int: Set<Int>] = [:]
        for start in objects.indices where marks[start] == .unseen {
            var path: [(object: Int, field: Int)] = [(start, 0)]
            marks[start] = .open
            while let (object, field) = path.last {
                guard !objects[object].isOpen, field < objects[object].fields.count else {
                    marks[object] = .done
                    path.removeLast()
                    continue
                }
                path[path.count - 1].field += 1
                guard let next = requiredObject(objects[object].fields[field]) else { continue }
                switch marks[next] {
                case .done: break
                case .open: result[object, default: []].insert(field)
                case .unseen:
                    marks[next] = .open
                    path.append((next, 0))
                }
            }
        }
        return result
    }

    /// The object that a field's non-null type names; nil where the field is nullable or a list.
    private func requiredObject(_ field: MappedField) -> Int? {
        guard case .object(let index) = field.type.shape, !field.type.isNullable,
            field.isRequired || field.defaultValue != nil
        else { return nil }
        return index
    }
}
