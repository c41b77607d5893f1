public import JSON

/// A JSON Schema document, compiled once, from which values can be validated against any of its subschemas.
///
/// Draft-07 and 2020-12 (by `$schema`, 2020-12 where it is absent). Nothing is ever fetched: references must stay within
/// the document.
public struct CompiledSchemaDocument: Sendable {
    let program: SchemaProgram

    /// Compiles a document.
    /// - Throws: an error with the place of the first keyword that is malformed or refers to nothing.
    public init(_ document: JSONValue, options: ValueValidator.Options = .init()) throws(SchemaGenError) {
        program = try SchemaCompiler.compile(document, options)
    }

    /// The validator of the whole document.
    public var root: ValueValidator { ValueValidator(program: program, node: program.root) }

    /// The validator of the subschema at a place of the document.
    /// - Throws: `danglingReference` if no subschema stands there.
    public func validator(at pointer: JSONPointer) throws(SchemaGenError) -> ValueValidator {
        guard let node = program.node(at: pointer) else {
            throw SchemaGenError(
                .danglingReference,
                pointer: pointer.description,
                found: "no subschema",
                expected: "the place of a subschema"
            )
        }
        return ValueValidator(program: program, node: node)
    }
}
