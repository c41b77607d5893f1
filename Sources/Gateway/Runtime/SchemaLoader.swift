import JSON
package import SchemaGen

/// Reads the models that a configuration names and makes one schema of them.
package enum SchemaLoader {
    /// Bytes that a model may have.
    private static let sizeLimit = 16 << 20

    package static func load(_ configuration: Configuration) throws(StartupError) -> GeneratedSchema {
        var definitions: [APIDefinition] = []
        for api in configuration.apis { definitions.append(try definition(of: api)) }
        do {
            return try generate(definitions)
        } catch {
            throw StartupError(.configuration, error.description)
        }
    }

    private static func definition(of api: APIConfiguration) throws(StartupError) -> APIDefinition {
        APIDefinition(
            namespace: api.namespace,
            model: try model(of: api),
            compatibility: api.compatibility == .wundergraph ? .wundergraph : .none,
            integers: api.integers == .int ? .int : .long
        )
    }

    private static func model(of api: APIConfiguration) throws(StartupError) -> Model {
        switch api.model {
        case .file(let path):
            let text: [UInt8]
            do {
                text = try FileContents.read(path, limit: sizeLimit, expected: "a readable JSON Schema")
            } catch {
                throw StartupError(.configuration, error.description)
            }
            do {
                return try Model(text: text, file: path)
            } catch {
                throw StartupError(.configuration, error.description)
            }
        case .inline(let json, let position):
            do {
                return try Model(text: json, file: nil)
            } catch {
                throw StartupError(.configuration, "\(position): the model of \(api.namespace): \(error)")
            }
        }
    }
}
