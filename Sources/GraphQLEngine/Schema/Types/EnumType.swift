/// An enum type. A value is its name: a JSON string in variables, arguments and results.
public struct EnumType: Sendable {
    public let name: String
    public let description: String?
    public let values: NamedList<EnumValueDefinition>
    package let positions: TypePositions

    package init(
        name: String,
        description: String? = nil,
        values: NamedList<EnumValueDefinition>,
        positions: TypePositions = TypePositions()
    ) {
        self.name = name
        self.description = description
        self.values = values
        self.positions = positions
    }
}

/// One value of an enum type.
public struct EnumValueDefinition: NamedMember {
    public let name: String
    public let description: String?
    /// Why it is deprecated; nil where it is not.
    public let deprecationReason: String?
    package let positions: MemberPositions

    package init(
        name: String,
        description: String? = nil,
        deprecationReason: String? = nil,
        positions: MemberPositions = MemberPositions()
    ) {
        self.name = name
        self.description = description
        self.deprecationReason = deprecationReason
        self.positions = positions
    }
}
