/// A union type.
public struct UnionType: Sendable {
    public let name: String
    public let description: String?
    /// The member types, in definition order.
    public let members: [TypeID]
    /// Names the object type of a value; nil: the value's `__typename` member does.
    public let typeResolver: TypeResolver?
    package let positions: TypePositions

    package init(
        name: String,
        description: String? = nil,
        members: [TypeID],
        typeResolver: TypeResolver? = nil,
        positions: TypePositions = TypePositions()
    ) {
        self.name = name
        self.description = description
        self.members = members
        self.typeResolver = typeResolver
        self.positions = positions
    }
}
