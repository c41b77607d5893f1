/// Each operation has one root type (spec 3.3.1).
enum UniqueOperationTypesRule {
    static func check(_ context: inout SDLContext) {
        var seen: [OperationKind: SourceRange] = [:]
        for definition in context.document.schemaDefinitions {
            for id in definition.operationTypes {
                let node = context.document[id]
                if context.base?.rootType(node.kind) != nil {
                    context.report(
                        "Type for \(node.kind.rawValue) already defined in the schema. It cannot be redefined.",
                        at: node.range
                    )
                } else if let first = seen[node.kind] {
                    context.report(
                        "There can be only one \(node.kind.rawValue) type in schema.",
                        at: first,
                        node.range
                    )
                } else {
                    seen[node.kind] = node.range
                }
            }
        }
    }
}
