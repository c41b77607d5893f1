/// A document has at most one schema definition, and none where it extends a schema (spec 3.3).
enum LoneSchemaDefinitionRule {
    static func check(_ context: inout SDLContext) {
        let base = context.base
        let isDefined =
            base?.positions.definition != nil || base?.queryType != nil || base?.mutationType != nil
            || base?.subscriptionType != nil
        var count = 0
        for definition in context.document.schemaDefinitions where !definition.isExtension {
            if isDefined {
                context.report("Cannot define a new schema within a schema extension.", at: definition.range)
                continue
            }
            if count > 0 { context.report("Must provide only one schema definition.", at: definition.range) }
            count += 1
        }
    }
}
