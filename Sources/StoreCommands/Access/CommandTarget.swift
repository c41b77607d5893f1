package import Gateway

/// What a command is to work on, as its flags say it.
package struct CommandTarget: Sendable {
    package var configurationFile: String?
    package var model: String?
    package var namespace: String?
    package var storeFolder: String?

    package init(
        configurationFile: String? = nil,
        model: String? = nil,
        namespace: String? = nil,
        storeFolder: String? = nil
    ) {
        self.configurationFile = configurationFile
        self.model = model
        self.namespace = namespace
        self.storeFolder = storeFolder
    }

    /// The configuration that the flags lead to, with at least one API. Without file and model it is what was last
    /// served from the store folder.
    package func configuration(_ variables: [String: String]) throws(CommandError) -> Configuration {
        let isDescribed = configurationFile != nil || model != nil
        var overrides = ConfigurationOverrides()
        overrides.model = model
        overrides.store = storeFolder.map { .folder($0) }
        if configurationFile == nil, model != nil { overrides.namespace = namespace }
        var configuration: Configuration
        do {
            configuration = try ConfigurationLoader.load(
                path: configurationFile,
                variables: variables,
                overrides: overrides,
                requiresAPI: isDescribed
            )
        } catch {
            throw CommandError(error)
        }
        if !isDescribed {
            let served = StoreConnection.lastServed(configuration)
            configuration.apis = served?.apis ?? []
            if configuration.nats.prefix == nil { configuration.nats.prefix = served?.prefix }
        }
        guard configuration.apis.isEmpty else { return configuration }
        throw Self.nothingConfigured(configuration.nats)
    }

    /// The configuration with only the API that `namespace` names, or the only one.
    package func selected(_ variables: [String: String]) throws(CommandError) -> Configuration {
        var configuration = try configuration(variables)
        let names = configuration.apis.map(\.namespace)
        let list = names.joined(separator: ", ")
        guard let namespace else {
            guard names.count == 1 else {
                throw CommandError(.usage, "--namespace: found nothing, expected one of: \(list)")
            }
            return configuration
        }
        configuration.apis = configuration.apis.filter { $0.namespace == namespace }
        guard configuration.apis.isEmpty else { return configuration }
        let near = NearMiss.suggestion(for: namespace, among: names).map { " (did you mean \($0)?)" } ?? ""
        let found = ShownText.quoted(namespace)
        throw CommandError(.usage, "--namespace: found \(found), expected one of: \(list)\(near)")
    }

    private static func nothingConfigured(_ nats: NATSSettings) -> CommandError {
        var found = "found no model"
        if nats.urls.isEmpty, case .folder(let folder) = nats.store {
            found += " and nothing that was served from \(folder) before"
        }
        return CommandError(
            .usage,
            "\(found), expected --config CONFIG.yaml or --model FILE --namespace NAME, as for kvgraph serve"
        )
    }
}
