/// Where the value of a field comes from.
public enum FieldResolution: Sendable, Hashable {
    /// The member of this name of the parent's JSON object or record.
    case property(String)
    /// Handed out by the executor. The tag means nothing to the engine; the host dispatches on it.
    case fetch(tag: Int)
}

/// A field of an object or interface type.
public struct FieldDefinition: NamedMember {
    public let name: String
    public let description: String?
    public let arguments: NamedList<InputValueDefinition>
    public let type: TypeReference
    /// Why the field is deprecated; nil where it is not.
    public let deprecationReason: String?
    public let resolution: FieldResolution
    package let positions: MemberPositions

    package init(
        name: String,
        description: String? = nil,
        arguments: NamedList<InputValueDefinition> = [],
        type: TypeReference,
        deprecationReason: String? = nil,
        resolution: FieldResolution? = nil,
        positions: MemberPositions = MemberPositions()
    ) {
        self.name = name
        self.description = description
        self.arguments = arguments
        self.type = type
        self.deprecationReason = deprecationReason
        self.resolution = resolution ?? .property(name)
        self.positions = positions
    }
}
