/// Writes docs/models.md.
enum ModelsPage {
    static func text() throws -> String {
        var text = introduction
        for (section, examples) in MappingExamples.all {
            text += "\n## \(section)\n\n"
            text += "| the property `p` | its schema | in `kv_InputValue` | in `kv_Value` | further types |\n"
            text += "| --- | --- | --- | --- | --- |\n"
            for example in examples { text += try row(example) }
        }
        return text + conclusion
    }

    private static func row(_ example: MappingExample) throws -> String {
        let result = try example.result()
        let types = result.types.map(code).joined(separator: "<br>")
        var title = example.title
        if !example.extra.isEmpty { title += "<br>with " + code(String(example.extra.dropFirst(2))) }
        return "| \(title) | \(code(example.schema)) | \(code(result.input)) | \(code(result.output)) | \(types) |\n"
    }

    private static func code(_ text: String) -> String {
        text.isEmpty ? "" : "`\(text.replacing("|", with: "\\|"))`"
    }

    private static let introduction = """
        # Models

        A model is a JSON Schema of the values in a bucket: draft-07, as zod-to-json-schema writes it, or 2020-12, as
        `z.toJSONSchema` of Zod 4 does, in JSON or YAML. `$schema` tells which; without it 2020-12 is assumed. References
        stay within the document; nothing is ever fetched.

        The tables show what a property `p` of the root becomes in the namespace `kv`. They are written by a test, so
        they are what this version does. What the schema cannot say (`minLength`, `pattern`, bounds, …) is listed by
        `kvgraph schema` as a warning and enforced on write all the same: [validation](validation.md).

        """

    private static let conclusion = """

        ## The root

        An object gives `kv_InputValue` and `kv_Value`. Any other root takes its mapped type itself, as the argument
        `value` and as the field `value` of an entry: `{"type": "string"}` gives `kv_put(key: String!, value: String!)`. A
        union or a record at the root is `JSON`; a nullable root makes the argument nullable.

        ## What is stored

        The JSON text of the value with the model's own property names, whatever the fields are called in the schema.
        Defaults are filled in before the value is validated.

        ## compat: wundergraph

        Prints the schema that WunderGraph's `introspect.natsKV` printed for the same model, byte for byte. A model for
        which WunderGraph failed or printed an invalid schema is refused, with the property and the reason; without
        `compat` it works.

        """
}
