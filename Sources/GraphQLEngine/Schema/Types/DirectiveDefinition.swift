/// A directive that documents may use.
public struct DirectiveDefinition: NamedMember {
    /// The name without `@`.
    public let name: String
    public let description: String?
    public let arguments: NamedList<InputValueDefinition>
    /// Where it may be used, in definition order.
    public let locations: [DirectiveLocation]
    /// Whether it may be used several times in one place.
    public let isRepeatable: Bool
    package let position: DefinitionPosition?

    package init(
        name: String,
        description: String? = nil,
        arguments: NamedList<InputValueDefinition> = [],
        locations: [DirectiveLocation],
        isRepeatable: Bool = false,
        position: DefinitionPosition? = nil
    ) {
        self.name = name
        self.description = description
        self.arguments = arguments
        self.locations = locations
        self.isRepeatable = isRepeatable
        self.position = position
    }
}
