/// What is asked of types most often, in flat arrays: to copy a `NamedType` takes a retain for each of its parts.
struct TypeIndex: Sendable {
    fileprivate let kinds: [Document.TypeKind]
    fileprivate let fields: [NamedList<FieldDefinition>?]
    /// By type, in definition order.
    fileprivate let entries: [[FieldEntry]]
    /// By type: the names of the entries, to search without touching these.
    fileprivate let fieldNames: [[String]]

    init(_ types: [NamedType]) {
        let kinds = types.map { type -> Document.TypeKind in
            switch type {
            case .scalar: .scalar
            case .object: .object
            case .interface: .interface
            case .union: .union
            case .enum: .enumeration
            case .inputObject: .inputObject
            }
        }
        self.kinds = kinds
        fields = types.map(\.fields)
        fieldNames = types.map { ($0.fields ?? []).map(\.name) }
        entries = types.map { type in
            (type.fields ?? []).map { FieldEntry($0, kind: kinds[Int($0.type.namedType.index)]) }
        }
    }
}

/// What validation asks of a field and its arguments; an object, so that it is handed around by one reference.
final class FieldEntry: Sendable {
    struct Argument: Sendable {
        let name: String
        let type: TypeReference
        let hasDefault: Bool
        var isRequired: Bool { type.isNonNull && !hasDefault }
    }

    let definition: FieldDefinition
    let arguments: [Argument]
    let isLeaf: Bool
    let isComposite: Bool

    init(_ definition: FieldDefinition, kind: Document.TypeKind) {
        self.definition = definition
        arguments = definition.arguments.map {
            Argument(name: $0.name, type: $0.type, hasDefault: $0.defaultValue != nil)
        }
        isLeaf = kind == .scalar || kind == .enumeration
        isComposite = !isLeaf && kind != .inputObject
    }
}

extension Schema {
    /// A field of a composite type by its name, meta-fields included.
    func fieldEntry(named name: String, in type: TypeID) -> FieldEntry? {
        let typeIndex = Int(type.index)
        let names = index.fieldNames[typeIndex]
        let position = names.count > 8 ? index.fields[typeIndex]?.index(named: name) : names.firstIndex(of: name)
        if let position {
            return index.entries[typeIndex][position]
        }
        guard name.utf8.starts(with: [0x5F, 0x5F]) else { return nil }
        return metaField(named: name, in: type).map { FieldEntry($0, kind: kind(of: $0.type.namedType)) }
    }

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
