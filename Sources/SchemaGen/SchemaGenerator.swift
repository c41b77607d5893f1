import GraphQLEngine
import JSON

/// Makes the GraphQL schema of one API or of several together.
///
/// Root fields come in the order of the definitions. The same definitions give the same schema, always.
///
/// - Throws: the first mistake: a namespace that is no name, two APIs that define the same name, a model that
///   contradicts itself, or one that ``APIDefinition/Compatibility/wundergraph`` cannot express.
public func generate(_ apis: [APIDefinition]) throws(SchemaGenError) -> GeneratedSchema {
    throw SchemaGenError(.invalidSchema, found: "no mapping yet", expected: "one")
}
