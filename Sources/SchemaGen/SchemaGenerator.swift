import GraphQLEngine
import JSON

/// Makes the GraphQL schema of one API or of several together.
///
/// Root fields come in the order of the definitions. The same definitions give the same schema, always.
///
/// - Throws: the first mistake: a namespace that is no name, two APIs that define the same name, a model that
///   contradicts itself, or one that ``APIDefinition/Compatibility/wundergraph`` cannot express.
public func generate(_ apis: [APIDefinition]) throws(SchemaGenError) -> GeneratedSchema {
    guard !apis.isEmpty else {
        throw SchemaGenError(.invalidSchema, found: "no API", expected: "at least one")
    }
    try checkNamespaces(apis)
    var assembler = SchemaAssembler()
    var text = WunderGraphText()
    for api in apis {
        switch api.compatibility {
        case .none: try assembler.addDefault(api)
        case .wundergraph: try assembler.addCompatible(api, &text)
        }
    }
    let schema = try assembler.build()
    let isCompatible = apis.allSatisfy { $0.compatibility == .wundergraph }
    return GeneratedSchema(
        schema: schema,
        sdl: isCompatible ? text.text : SchemaPrinter.print(schema),
        apis: assembler.apis,
        warnings: assembler.warnings
    )
}

private func checkNamespaces(_ apis: [APIDefinition]) throws(SchemaGenError) {
    var seen: Set<String> = []
    for api in apis {
        let file = api.model.file
        guard seen.insert(api.namespace).inserted else {
            throw SchemaGenError(
                .clash,
                file: file,
                found: "two APIs with the namespace \"\(api.namespace)\"",
                expected: "a namespace of its own for each API"
            )
        }
        if api.namespace.isEmpty {
            guard api.compatibility == .wundergraph else {
                throw SchemaGenError(
                    .namespace,
                    file: file,
                    found: "an empty namespace",
                    expected: "a GraphQL name such as kv; only with compat: wundergraph it may be empty"
                )
            }
            continue
        }
        guard GraphQLName.isDefinable(api.namespace) else {
            throw SchemaGenError(
                .namespace,
                file: file,
                found: "the namespace \"\(api.namespace)\"",
                expected: "a GraphQL name: letters, digits and _, no digit first, no __ first"
            )
        }
    }
}
