/// An input object type.
public struct InputObjectType: Sendable {
    public let name: String
    public let description: String?
    public let fields: NamedList<InputValueDefinition>
    /// Whether exactly one field must be given, and not null (`@oneOf`).
    public let isOneOf: Bool
    package let positions: TypePositions

    package init(
        name: String,
        description: String? = nil,
        fields: NamedList<InputValueDefinition>,
        isOneOf: Bool = false,
        positions: TypePositions = TypePositions()
    ) {
        self.name = name
        self.description = description
        self.fields = fields
        self.isOneOf = isOneOf
        self.positions = positions
    }
}
