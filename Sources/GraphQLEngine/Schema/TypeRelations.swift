/// Which types can stand for which, worked out once.
struct TypeRelations: Sendable {
    struct Pair: Hashable {
        var subtype: TypeID
        var supertype: TypeID
    }

    /// By type.
    private(set) var possibleTypes: [[TypeID]]
    private(set) var subtypes: Set<Pair> = []
    private(set) var implementingInterfaces: [TypeID: [TypeID]] = [:]

    init(_ types: [NamedType]) {
        possibleTypes = Array(repeating: [], count: types.count)
        for (index, type) in types.enumerated() {
            let id = TypeID(index)
            switch type {
            case .object(let object):
                possibleTypes[index] = [id]
                addInterfaces(object.interfaces, of: id, isInterface: false)
            case .interface(let interface):
                addInterfaces(interface.interfaces, of: id, isInterface: true)
            case .union(let union):
                possibleTypes[index] = union.members
                for member in union.members { subtypes.insert(Pair(subtype: member, supertype: id)) }
            case .scalar, .enum, .inputObject:
                break
            }
        }
    }

    private mutating func addInterfaces(_ interfaces: [TypeID], of id: TypeID, isInterface: Bool) {
        for interface in interfaces where subtypes.insert(Pair(subtype: id, supertype: interface)).inserted {
            if isInterface {
                implementingInterfaces[interface, default: []].append(id)
            } else if possibleTypes.indices.contains(Int(interface.index)) {
                possibleTypes[Int(interface.index)].append(id)
            }
        }
    }
}
