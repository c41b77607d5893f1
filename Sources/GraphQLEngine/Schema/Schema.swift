/// A type system: what requests are validated and executed against. Immutable; made by ``SchemaBuilder``.
///
/// Types lie in a flat array in the order of their definition, each built-in scalar after the first type that uses it,
/// the types of introspection last.
public final class Schema: Sendable {
    public let description: String?
    /// Every type, built-in ones included.
    public let types: NamedList<NamedType>
    public let queryType: TypeID?
    public let mutationType: TypeID?
    public let subscriptionType: TypeID?
    /// Every directive, built-in ones included: those of the schema first.
    public let directives: NamedList<DirectiveDefinition>
    /// The SDL texts that the schema was built from, for the locations of errors.
    package let sources: [Source]
    package let positions: SchemaPositions
    private let relations: TypeRelations
    let index: TypeIndex

    package init(
        description: String?,
        types: [NamedType],
        queryType: TypeID?,
        mutationType: TypeID?,
        subscriptionType: TypeID?,
        directives: [DirectiveDefinition],
        sources: [Source] = [],
        positions: SchemaPositions = SchemaPositions()
    ) {
        self.description = description
        self.types = NamedList(types)
        self.queryType = queryType
        self.mutationType = mutationType
        self.subscriptionType = subscriptionType
        self.directives = NamedList(directives)
        self.sources = sources
        self.positions = positions
        self.relations = TypeRelations(types)
        self.index = TypeIndex(types)
    }

    init(_ other: Schema) {
        description = other.description
        types = other.types
        queryType = other.queryType
        mutationType = other.mutationType
        subscriptionType = other.subscriptionType
        directives = other.directives
        sources = other.sources
        positions = other.positions
        relations = other.relations
        index = other.index
    }
}

extension Schema {
    /// The type at `id`, which this schema gave out.
    public subscript(id: TypeID) -> NamedType { types[Int(id.index)] }

    /// The type of that name. O(1).
    public func type(named name: String) -> NamedType? { types[name] }

    /// The ID of the type of that name. O(1).
    public func typeID(named name: String) -> TypeID? { types.index(named: name).map { TypeID($0) } }

    /// The name of the type at `id`.
    public func name(of id: TypeID) -> String { self[id].name }

    /// A type reference in GraphQL syntax: `[Episode!]!`.
    public func text(of type: TypeReference) -> String { type.wrappers.description(of: name(of: type.namedType)) }

    /// The root type of an operation.
    public func rootType(_ kind: OperationKind) -> TypeID? {
        switch kind {
        case .query: queryType
        case .mutation: mutationType
        case .subscription: subscriptionType
        }
    }

    /// The object types that a value of `type` can have: members of a union, implementations of an interface, in
    /// definition order; an object type itself; none for other types. O(1).
    public func possibleTypes(of type: TypeID) -> [TypeID] { relations.possibleTypes[Int(type.index)] }

    /// Whether `subtype` is a member of the union `type` or implements the interface `type`. O(1).
    public func isSubtype(_ subtype: TypeID, of type: TypeID) -> Bool {
        relations.subtypes.contains(TypeRelations.Pair(subtype: subtype, supertype: type))
    }

    /// The interface types that declare to implement the interface `type`, in definition order.
    public func implementingInterfaces(of type: TypeID) -> [TypeID] {
        relations.implementingInterfaces[type] ?? []
    }

    /// Whether a value of type `subtype` is always one of type `supertype` (spec "IsSubType", covariance).
    public func isSubtype(_ subtype: TypeReference, of supertype: TypeReference) -> Bool {
        var (sub, sup) = (subtype, supertype)
        while true {
            if sup.isNonNull {
                guard sub.isNonNull else { return false }
                sup = sup.nullable
            }
            sub = sub.nullable
            switch (sub.item, sup.item) {
            case (let subItem?, let supItem?): (sub, sup) = (subItem, supItem)
            case (nil, nil):
                return sub.namedType == sup.namedType || isSubtype(sub.namedType, of: sup.namedType)
            default: return false
            }
        }
    }

    /// Whether values can have both types at once: the same type, or possible types in common.
    public func overlap(_ first: TypeID, _ second: TypeID) -> Bool {
        if first == second { return true }
        switch (self[first].isAbstract, self[second].isAbstract) {
        case (true, true): return possibleTypes(of: first).contains { isSubtype($0, of: second) }
        case (true, false): return isSubtype(second, of: first)
        case (false, true): return isSubtype(first, of: second)
        case (false, false): return false
        }
    }

    /// Whether the type can be one of a variable, argument or input field.
    public func isInput(_ type: TypeReference) -> Bool { self[type.namedType].isInput }

    /// Whether the type can be one of a field.
    public func isOutput(_ type: TypeReference) -> Bool { self[type.namedType].isOutput }
}
