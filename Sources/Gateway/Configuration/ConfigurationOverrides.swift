/// What the command line said; each member wins over the environment and the file.
package struct ConfigurationOverrides: Sendable, Equatable {
    package var model: String?
    package var namespace: String?
    package var history: Int?
    package var compatibility: APIConfiguration.Compatibility?
    package var host: String?
    package var port: Int?
    package var store: NATSSettings.Store?

    package init() {}

    private var describesAPI: Bool {
        model != nil || namespace != nil || history != nil || compatibility != nil
    }

    func apply(to configuration: inout Configuration) throws(ConfigurationError) {
        if let host { configuration.server.host = host }
        if let port {
            guard (0...65535).contains(port) else {
                throw ConfigurationError(.flag("--port"), found: "\(port)", expected: "a number from 0 to 65535")
            }
            configuration.server.port = port
        }
        if let store { configuration.nats.store = store }
        if describesAPI { try applyAPI(to: &configuration) }
    }

    /// The flags describe one API: the file's only one, or a new one where the file has none.
    private func applyAPI(to configuration: inout Configuration) throws(ConfigurationError) {
        guard configuration.apis.count <= 1 else {
            throw ConfigurationError(
                .flag("--model, --namespace, --history, --compat"),
                found: "a configuration file with \(configuration.apis.count) APIs",
                expected: "one API or none, since the flags describe one"
            )
        }
        var api = configuration.apis.first ?? APIConfiguration()
        if configuration.apis.isEmpty, model == nil {
            throw ConfigurationError(.flag("--model"), found: "nothing", expected: "the path of a JSON Schema file")
        }
        if let model { api.model = .file(model) }
        if let namespace {
            guard NamespaceName.isLegal(namespace) else {
                let found = "\"\(namespace)\""
                throw ConfigurationError(.flag("--namespace"), found: found, expected: NamespaceName.expected)
            }
            api.namespace = namespace
        }
        if let history {
            guard (1...64).contains(history) else {
                throw ConfigurationError(.flag("--history"), found: "\(history)", expected: "a number from 1 to 64")
            }
            api.history = history
        }
        if let compatibility { api.compatibility = compatibility }
        configuration.apis = [api]
    }
}
