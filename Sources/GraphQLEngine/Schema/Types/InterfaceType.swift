/// An interface type.
public struct InterfaceType: Sendable {
    public let name: String
    public let description: String?
    /// The interfaces it declares itself, in definition order.
    public let interfaces: [TypeID]
    public let fields: NamedList<FieldDefinition>
    /// Names the object type of a value; nil: the value's `__typename` member does.
    public let typeResolver: TypeResolver?
    package let positions: TypePositions

    package init(
        name: String,
        description: String? = nil,
        interfaces: [TypeID] = [],
        fields: NamedList<FieldDefinition>,
        typeResolver: TypeResolver? = nil,
        positions: TypePositions = TypePositions()
    ) {
        self.name = name
        self.description = description
        self.interfaces = interfaces
        self.fields = fields
        self.typeResolver = typeResolver
        self.positions = positions
    }
}

/// Takes the JSON text of a value of an abstract type and names its object type; nil where it cannot tell.
public typealias TypeResolver = @Sendable (_ json: Span<UInt8>) -> String?
