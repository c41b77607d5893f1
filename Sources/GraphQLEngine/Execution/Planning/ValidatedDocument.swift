/// A document and the schema that it was validated against, behind one reference.
final class ValidatedDocument: Sendable {
    let document: Document
    let schema: Schema

    init(_ document: Document, schema: Schema) {
        self.document = document
        self.schema = schema
    }
}
