/// An object type.
public struct ObjectType: Sendable {
    public let name: String
    public let description: String?
    /// The interfaces it declares, in definition order.
    public let interfaces: [TypeID]
    public let fields: NamedList<FieldDefinition>
    package let positions: TypePositions

    package init(
        name: String,
        description: String? = nil,
        interfaces: [TypeID] = [],
        fields: NamedList<FieldDefinition>,
        positions: TypePositions = TypePositions()
    ) {
        self.name = name
        self.description = description
        self.interfaces = interfaces
        self.fields = fields
        self.positions = positions
    }
}
