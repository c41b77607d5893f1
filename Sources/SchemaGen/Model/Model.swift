public import JSON

/// A model of stored values: a JSON Schema document with every reference resolved.
///
/// Immutable. Made by ``Model/init(text:file:)`` or ``Model/init(document:file:)``.
public struct Model: Sendable {
    /// The dialect of JSON Schema that the document is written in.
    public enum Dialect: Sendable, Hashable {
        /// Draft-07, what zod-to-json-schema writes.
        case draft07
        /// Draft 2020-12, what Zod 4 writes and what a document without `$schema` is taken for.
        case draft202012
    }

    /// The file as the caller named it; nil for an inline model.
    public let file: String?
    /// Found by `$schema`.
    public let dialect: Dialect
    /// The document as it was given, key order kept.
    public let document: JSONValue
    /// The document for a validator that knows nothing but the specification: `nullable: true` is written as a type,
    /// and pointers that zod-to-json-schema writes wrongly (`#/` for the root, names left unescaped) are put right.
    public let normalizedDocument: JSONValue
    /// Keywords that say nothing here, found while decoding.
    public let warnings: [SchemaWarning]
    package let schemas: [Subschema]
    package let root: SchemaID

    package subscript(id: SchemaID) -> Subschema { schemas[id.index] }
}
