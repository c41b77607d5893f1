extension SchemaBuilder {
    /// Checks everything that was added and makes the schema.
    ///
    /// - Throws: Every error that was found, in the words of the reference implementation, without locations.
    public func build() throws(SchemaError) -> Schema {
        var draft = drafts
        draft.description = description
        draft.nameRootTypes { kind in
            switch kind {
            case .query: queryType
            case .mutation: mutationType
            case .subscription: subscriptionType
            }
        }
        return try SchemaAssembler.assemble(draft)
    }
}

extension Schema {
    /// Makes a schema from SDL. Fields resolve to the property of their own name; custom scalars pass values through
    /// unless `coercions` has one of their name.
    ///
    /// - Throws: The syntax error, or every error of the document, or every error of the type system.
    /// - Complexity: Linear in the size of `sdl`, but for the number of interfaces a type implements.
    public convenience init(
        sdl: String,
        coercions: [String: any ScalarCoercion] = [:],
        limits: ParserLimits = .trusted
    ) throws(SchemaError) {
        try self.init(document: Self.parse(sdl, limits), coercions: coercions)
    }

    /// Makes a schema from a parsed document; definitions that are not of a type system are ignored.
    public convenience init(
        document: Document,
        coercions: [String: any ScalarCoercion] = [:]
    ) throws(SchemaError) {
        let errors = SDLValidator.validate(document, base: nil)
        guard errors.isEmpty else { throw SchemaError(.document, errors) }
        self.init(try Self.assemble(document, coercions, validates: true))
    }

    /// A schema that is to be extended before it is complete; only its document is checked.
    package static func incomplete(sdl: String) throws(SchemaError) -> Schema {
        let document = try parse(sdl, .trusted)
        let errors = SDLValidator.validate(document, base: nil)
        guard errors.isEmpty else { throw SchemaError(.document, errors) }
        return try assemble(document, [:], validates: false)
    }

    private static func assemble(
        _ document: Document,
        _ coercions: [String: any ScalarCoercion],
        validates: Bool
    ) throws(SchemaError) -> Schema {
        var draft = try SDLReader.read(document, onto: SchemaDraft(), coercions: coercions)
        if draft.positions.definition == nil { draft.nameRootTypes() }
        return try SchemaAssembler.assemble(draft, validates: validates)
    }

    /// This schema with the definitions and extensions of `sdl`. Resolutions, output names and coercions of what is
    /// there already stay.
    ///
    /// - Throws: The syntax error, or every error of the document, or every error of the type system.
    public func extended(
        sdl: String,
        coercions: [String: any ScalarCoercion] = [:],
        limits: ParserLimits = .trusted
    ) throws(SchemaError) -> Schema {
        let document = try Self.parse(sdl, limits)
        let errors = SDLValidator.validate(document, base: self)
        guard errors.isEmpty else { throw SchemaError(.document, errors) }
        return try SchemaAssembler.assemble(SDLReader.read(document, onto: SchemaDraft(self), coercions: coercions))
    }

    private static func parse(_ sdl: String, _ limits: ParserLimits) throws(SchemaError) -> Document {
        do {
            return try Parser.parse(sdl, limits: limits)
        } catch {
            throw SchemaError(.syntax, [error])
        }
    }
}
