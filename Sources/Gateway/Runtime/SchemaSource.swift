package import GraphQLEngine
package import SchemaGen

/// One side of `kvgraph schema diff`: a configuration file, a model, or a schema as text.
package enum SchemaSource {
    case generated(GeneratedSchema)
    /// Only the schema; the models are not known.
    case schema(Schema)

    private static let sizeLimit = 16 << 20

    /// Reads a file. The extensions `graphql` and `gql` mean a schema as text; YAML with a key `apis` is a
    /// configuration file; anything else is a model.
    package static func load(
        _ path: String,
        variables: [String: String],
        overrides: ConfigurationOverrides
    ) throws(StartupError) -> SchemaSource {
        do {
            let text = try FileContents.read(path, limit: sizeLimit, expected: "a model, a configuration or a schema")
            if path.hasSuffix(".graphql") || path.hasSuffix(".gql") {
                return .schema(try schema(String(decoding: text, as: UTF8.self), path))
            }
            var overrides = overrides
            let isConfiguration = isConfiguration(text, path)
            if !isConfiguration { overrides.model = path }
            let configuration = try ConfigurationLoader.load(
                path: isConfiguration ? path : nil,
                variables: variables,
                overrides: overrides
            )
            return .generated(try SchemaLoader.load(configuration))
        } catch let error as StartupError {
            throw error
        } catch {
            throw StartupError(.configuration, "\(error)")
        }
    }

    /// What changed from one side to the other, a line each, and whether any of it is breaking.
    package static func compare(_ old: SchemaSource, _ new: SchemaSource) -> (lines: [String], isBreaking: Bool) {
        let comparison: SchemaComparison
        if case .generated(let old) = old, case .generated(let new) = new {
            comparison = SchemaComparison(from: old, to: new)
        } else {
            comparison = SchemaComparison(from: old.schema, to: new.schema)
        }
        return (comparison.lines, comparison.isBreaking)
    }

    private var schema: Schema {
        switch self {
        case .generated(let generated): generated.schema
        case .schema(let schema): schema
        }
    }

    private static func schema(_ text: String, _ path: String) throws(StartupError) -> Schema {
        do {
            return try Schema(sdl: text)
        } catch {
            let message = error.errors.first?.message ?? "an invalid schema"
            throw StartupError(.configuration, "\(path): found \"\(message)\", expected a valid GraphQL schema")
        }
    }

    private static func isConfiguration(_ text: [UInt8], _ path: String) -> Bool {
        guard path.hasSuffix(".yaml") || path.hasSuffix(".yml") else { return false }
        return text.split(separator: 0x0A).contains { $0.starts(with: "apis:".utf8) }
    }
}
