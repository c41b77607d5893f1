/// What is asked of types most often, in flat arrays: to copy a `NamedType` takes a retain for each of its parts.
struct TypeIndex: Sendable {
    fileprivate let kinds: [Document.TypeKind]
    fileprivate let fields: [NamedList<FieldDefinition>?]

    init(_ types: [NamedType]) {
        kinds = types.map { type in
            switch type {
            case .scalar: .scalar
            case .object: .object
            case .interface: .interface
            case .union: .union
            case .enum: .enumeration
            case .inputObject: .inputObject
            }
        }
        fields = types.map(\.fields)
    }
}

extension Schema {
    /// What kind of type it is.
    package func kind(of type: TypeID) -> Document.TypeKind { index.kinds[Int(type.index)] }

    /// The fields of an object or interface type; nil for the others.
    package func fields(of type: TypeID) -> NamedList<FieldDefinition>? { index.fields[Int(type.index)] }

    package func isObject(_ type: TypeID) -> Bool { kind(of: type) == .object }

    /// Object, interface or union.
    package func isComposite(_ type: TypeID) -> Bool {
        switch kind(of: type) {
        case .object, .interface, .union: true
        case .scalar, .enumeration, .inputObject: false
        }
    }

    /// Scalar or enum.
    package func isLeaf(_ type: TypeID) -> Bool {
        switch kind(of: type) {
        case .scalar, .enumeration: true
        case .object, .interface, .union, .inputObject: false
        }
    }
}
