import Logging

/// The environment variables of the gateway; each wins over the file. An empty variable is an absent one.
struct ConfigurationEnvironment {
    let variables: [String: String]

    func apply(to configuration: inout Configuration) throws(ConfigurationError) {
        if let text = value("WG_NATS_URL") {
            guard let urls = NATSURLList.parse(text) else {
                throw ConfigurationError(
                    .variable("WG_NATS_URL"),
                    found: "something else",
                    expected: "one or several of: \(NATSURLList.expected), comma separated"
                )
            }
            configuration.nats.urls = urls
        }
        if let prefix = value("WG_NATS_PREFIX") {
            guard BucketNaming.isLegal(prefix) else {
                let found = "\"\(prefix)\""
                throw ConfigurationError(.variable("WG_NATS_PREFIX"), found: found, expected: BucketNaming.expected)
            }
            configuration.nats.prefix = prefix
        }
        if let text = value("WG_DISABLE_EMBEDDED_NATS") {
            configuration.nats.embeddedDisabled = try flag(text, of: "WG_DISABLE_EMBEDDED_NATS")
        }
        configuration.nats.credentials.token = value("WG_NATS_AUTH").map(Secret.init)
        configuration.nats.credentials.jwt = value("KVGRAPH_NATS_JWT").map(Secret.init)
        configuration.nats.credentials.seed = value("KVGRAPH_NATS_SEED").map(Secret.init)
        configuration.nats.credentials.file = value("KVGRAPH_NATS_CREDS")
        try credentialsFit(configuration.nats.credentials)
        if let text = value("KVGRAPH_LOG_LEVEL") { configuration.logLevel = try level(text) }
        if let text = value("KVGRAPH_LOG_FORMAT") { configuration.logFormat = try format(text) }
    }

    private func value(_ name: String) -> String? {
        guard let text = variables[name], !text.isEmpty else { return nil }
        return text
    }

    private func flag(_ text: String, of name: String) throws(ConfigurationError) -> Bool {
        switch text.lowercased() {
        case "true", "1": true
        case "false", "0": false
        default: throw ConfigurationError(.variable(name), found: "\"\(text)\"", expected: "true or false")
        }
    }

    private func credentialsFit(_ credentials: NATSSettings.Credentials) throws(ConfigurationError) {
        guard credentials.jwt != nil, credentials.seed == nil else { return }
        throw ConfigurationError(
            .variable("KVGRAPH_NATS_SEED"),
            found: "nothing",
            expected: "the seed that belongs to KVGRAPH_NATS_JWT"
        )
    }

    private func level(_ text: String) throws(ConfigurationError) -> Logger.Level {
        if let level = Logger.Level(rawValue: text.lowercased()) { return level }
        throw ConfigurationError(
            .variable("KVGRAPH_LOG_LEVEL"),
            found: "\"\(text)\"",
            expected: Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
        )
    }

    private func format(_ text: String) throws(ConfigurationError) -> LogFormat {
        if let format = LogFormat(rawValue: text.lowercased()) { return format }
        throw ConfigurationError(.variable("KVGRAPH_LOG_FORMAT"), found: "\"\(text)\"", expected: "text or json")
    }
}
