import GraphQLEngine

/// The names of an API's types, and the types of the mapping as GraphQL writes them.
struct TypeNames {
    let namespace: String
    let mapped: MappedModel

    /// A name with the namespace before it; the namespace may be empty.
    static func qualified(_ name: String, _ namespace: String) -> String {
        namespace.isEmpty ? name : "\(namespace)_\(name)"
    }

    var entry: String { EntryNames(namespace: namespace).entry }

    func output(_ stem: String) -> String { Self.qualified("Value" + stem, namespace) }
    func input(_ stem: String) -> String { Self.qualified("InputValue" + stem, namespace) }

    /// A type in the output, non-null where the model does not allow null and `isRequired` says so.
    func outputType(_ type: MappedType, isRequired: Bool = true) -> String {
        let text: String
        switch type.shape {
        case .scalar(let scalar): text = scalar.rawValue
        case .object(let index): text = output(mapped.objects[index].stem)
        case .union(let index): text = output(mapped.unions[index].stem)
        case .enumeration(let index): text = output(mapped.enums[index].stem)
        case .list(let item): text = "[\(outputType(item))]"
        }
        return isRequired && !type.isNullable ? text + "!" : text
    }

    /// A type in the input.
    func inputType(_ type: MappedType, isRequired: Bool = true) -> String {
        let text: String
        switch type.shape {
        case .scalar(let scalar): text = scalar.rawValue
        case .object(let index): text = input(mapped.objects[index].stem)
        case .union: text = MappedScalar.json.rawValue
        case .enumeration(let index): text = output(mapped.enums[index].stem)
        case .list(let item): text = "[\(inputType(item))]"
        }
        return isRequired && !type.isNullable ? text + "!" : text
    }
}

extension MappedModel {
    /// The objects that have an input type: what is inside a union or inside an object that takes any JSON is not
    /// reached by one.
    var objectsInInput: Set<Int> {
        var found: Set<Int> = []
        var pending = [root]
        while let type = pending.popLast() {
            switch type.shape {
            case .list(let item): pending.append(item)
            case .object(let index):
                guard found.insert(index).inserted, !objects[index].isOpen else { continue }
                pending += objects[index].fields.map(\.type)
            case .scalar, .union, .enumeration: break
            }
        }
        return found
    }
}
