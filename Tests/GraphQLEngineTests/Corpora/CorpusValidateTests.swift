import GraphQLEngine
import JSON
import Testing

@Suite("Corpus of documents to validate")
struct CorpusValidateTests {
    @Test("every document gets the errors that were recorded")
    func validate() throws {
        var schemas: [String: Schema] = [:]
        try Corpus.run("validate", exceptions: [.conditionalSubscription, .unsupportedOperation, .lineTerminators]) {
            item in
            let sdl = try #require(item.string("schema"))
            let schema = try schemas[sdl] ?? Schema(sdl: sdl)
            schemas[sdl] = schema
            let document = try Parser.parse(try #require(item.string("document")))
            var options = ValidationOptions(maximumErrors: .max)
            var recorded = item["all_errors"]?.array ?? []
            // These two rules are no part of what all rules report together.
            if item.string("rule") == "NoDeprecatedCustomRule" {
                options.forbidsDeprecated = true
                recorded += item["errors"]?.array ?? []
            }
            if item.string("rule") == "NoSchemaIntrospectionCustomRule" {
                options.forbidsIntrospection = true
                recorded += item["errors"]?.array ?? []
            }
            return CorpusError.difference(
                expected: recorded.map { CorpusError($0) },
                actual: Validator.validate(document, schema: schema, options: options).map { CorpusError($0) }
            )
        }
    }
}
