/// A type of a schema.
public enum NamedType: Sendable {
    case scalar(ScalarType)
    case object(ObjectType)
    case interface(InterfaceType)
    case union(UnionType)
    case `enum`(EnumType)
    case inputObject(InputObjectType)
}

extension NamedType: NamedMember {
    public var name: String {
        switch self {
        case .scalar(let type): type.name
        case .object(let type): type.name
        case .interface(let type): type.name
        case .union(let type): type.name
        case .enum(let type): type.name
        case .inputObject(let type): type.name
        }
    }

    public var description: String? {
        switch self {
        case .scalar(let type): type.description
        case .object(let type): type.description
        case .interface(let type): type.description
        case .union(let type): type.description
        case .enum(let type): type.description
        case .inputObject(let type): type.description
        }
    }

    /// Fields of an object or interface type; nil for the others.
    public var fields: NamedList<FieldDefinition>? {
        switch self {
        case .object(let type): type.fields
        case .interface(let type): type.fields
        case .scalar, .union, .enum, .inputObject: nil
        }
    }

    /// Interfaces that an object or interface type declares; empty for the others.
    public var interfaces: [TypeID] {
        switch self {
        case .object(let type): type.interfaces
        case .interface(let type): type.interfaces
        case .scalar, .union, .enum, .inputObject: []
        }
    }

    /// The resolver of an abstract type.
    public var typeResolver: TypeResolver? {
        switch self {
        case .interface(let type): type.typeResolver
        case .union(let type): type.typeResolver
        case .scalar, .object, .enum, .inputObject: nil
        }
    }

    package var positions: TypePositions {
        switch self {
        case .scalar(let type): type.positions
        case .object(let type): type.positions
        case .interface(let type): type.positions
        case .union(let type): type.positions
        case .enum(let type): type.positions
        case .inputObject(let type): type.positions
        }
    }
}

extension NamedType {
    /// Scalar or enum.
    public var isLeaf: Bool {
        switch self {
        case .scalar, .enum: true
        case .object, .interface, .union, .inputObject: false
        }
    }

    /// Object, interface or union: what takes a selection set.
    public var isComposite: Bool {
        switch self {
        case .object, .interface, .union: true
        case .scalar, .enum, .inputObject: false
        }
    }

    /// Interface or union.
    public var isAbstract: Bool {
        switch self {
        case .interface, .union: true
        case .scalar, .object, .enum, .inputObject: false
        }
    }

    /// Scalar, enum or input object.
    public var isInput: Bool {
        switch self {
        case .scalar, .enum, .inputObject: true
        case .object, .interface, .union: false
        }
    }

    /// Anything but an input object.
    public var isOutput: Bool {
        if case .inputObject = self { return false }
        return true
    }
}
