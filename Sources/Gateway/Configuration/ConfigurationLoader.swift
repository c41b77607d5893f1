/// Puts file, environment and command line together: the later wins.
package enum ConfigurationLoader {
    /// Bytes that a configuration file may have.
    private static let sizeLimit = 4 << 20

    /// - Parameters:
    ///   - path: The configuration file; `nil` where flags say everything.
    ///   - variables: The process's environment.
    ///   - requiresAPI: Whether a configuration without any API is an error.
    package static func load(
        path: String?,
        variables: [String: String],
        overrides: ConfigurationOverrides,
        requiresAPI: Bool = true
    ) throws(ConfigurationError) -> Configuration {
        var configuration = Configuration()
        if let path { configuration = try ConfigurationDecoder(file: path).decode(text(of: path)) }
        try ConfigurationEnvironment(variables: variables).apply(to: &configuration)
        try overrides.apply(to: &configuration)
        if requiresAPI, configuration.apis.isEmpty {
            throw ConfigurationError(
                path.map { .path($0) } ?? .absent,
                key: path == nil ? "" : "apis",
                found: "no API",
                expected: "an API with a model: kvgraph serve --model FILE, or apis in CONFIG.yaml"
            )
        }
        try checkBuckets(configuration)
        return configuration
    }

    private static func text(of path: String) throws(ConfigurationError) -> String {
        let bytes = try FileContents.read(path, limit: sizeLimit, expected: "a readable configuration file")
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationError(.path(path), found: "bytes that are no UTF-8", expected: "UTF-8 text")
        }
        return text
    }

    /// Two APIs on one bucket would read each other's values with the wrong model.
    private static func checkBuckets(_ configuration: Configuration) throws(ConfigurationError) {
        var owners: [String: String] = [:]
        for api in configuration.apis {
            let prefix = configuration.nats.prefix
            guard let name = BucketNaming.name(namespace: api.namespace, bucket: api.bucket, prefix: prefix) else {
                throw ConfigurationError(
                    .absent,
                    key: "the bucket of namespace \(api.namespace)",
                    found: "\"\(prefix.map { "\($0) and " } ?? "")\(api.bucket ?? api.namespace)\"",
                    expected: BucketNaming.expected
                )
            }
            if let owner = owners[name] {
                throw ConfigurationError(
                    .absent,
                    key: "the bucket of namespace \(api.namespace)",
                    found: "\(name), which namespace \(owner) has already",
                    expected: "a bucket of its own for each API"
                )
            }
            owners[name] = api.namespace
        }
    }
}
