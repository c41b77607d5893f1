/// What validation does beyond the rules of the specification.
public struct ValidationOptions: Sendable, Hashable {
    /// After so many errors validation stops with one error more that says so.
    public var maximumErrors: Int
    /// Whether uses of deprecated fields, arguments, input fields and enum values are errors.
    public var forbidsDeprecated: Bool
    /// Whether fields of the introspection types are errors; `__typename` is not.
    public var forbidsIntrospection: Bool

    public init(maximumErrors: Int = 100, forbidsDeprecated: Bool = false, forbidsIntrospection: Bool = false) {
        self.maximumErrors = maximumErrors
        self.forbidsDeprecated = forbidsDeprecated
        self.forbidsIntrospection = forbidsIntrospection
    }
}
