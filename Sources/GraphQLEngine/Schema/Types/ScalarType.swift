/// A scalar type, built-in or custom.
public struct ScalarType: Sendable {
    public let name: String
    public let description: String?
    /// The page that specifies the scalar (`@specifiedBy`).
    public let specifiedByURL: String?
    public let coercion: any ScalarCoercion
    /// Set for the five built-in scalars, so that the hot path needs no dynamic call.
    public let builtIn: BuiltInScalar?
    package let positions: TypePositions

    package init(
        name: String,
        description: String? = nil,
        specifiedByURL: String? = nil,
        coercion: any ScalarCoercion,
        builtIn: BuiltInScalar? = nil,
        positions: TypePositions = TypePositions()
    ) {
        self.name = name
        self.description = description
        self.specifiedByURL = specifiedByURL
        self.coercion = coercion
        self.builtIn = builtIn
        self.positions = positions
    }
}
