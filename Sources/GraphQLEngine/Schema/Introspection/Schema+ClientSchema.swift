public import JSON

extension Schema {
    /// Makes a schema from the result of an introspection query: `{"__schema": {…}}`, or a response with that as its
    /// `data`. It serves validation and printing; fields resolve to the property of their own name.
    ///
    /// - Throws: What is missing in the result, or every error of the type system.
    public convenience init(
        introspection: JSONValue,
        coercions: [String: any ScalarCoercion] = [:]
    ) throws(SchemaError) {
        let draft: SchemaDraft
        do {
            draft = try IntrospectionReader.read(introspection, coercions: coercions)
        } catch {
            throw SchemaError(.document, [error])
        }
        self.init(try SchemaAssembler.assemble(draft))
    }
}
