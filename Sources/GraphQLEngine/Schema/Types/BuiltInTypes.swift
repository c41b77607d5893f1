/// The types that every schema has or may have without defining them.
package enum BuiltInTypes {
    /// Built-in scalars, then the types of introspection.
    package static let orderedNames = BuiltInScalar.allCases.map(\.rawValue) + IntrospectionTypes.names
    package static let names: Set<String> = Set(orderedNames)
}
