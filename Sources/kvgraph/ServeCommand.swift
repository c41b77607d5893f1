import ArgumentParser
import Gateway

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves the GraphQL API, on an embedded NATS server unless WG_NATS_URL names another."
    )

    @OptionGroup var api: APIOptions
    @OptionGroup var store: StoreOptions

    @Option(help: ArgumentHelp("Revisions kept of each key, 1 to 64. (default: 1)", valueName: "n"))
    var history: Int?

    @Option(help: ArgumentHelp("The address to listen on. (default: 127.0.0.1)", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("The port to listen on; 0 takes a free one. (default: 9991)", valueName: "port"))
    var port: Int?

    func run() async throws {
        var overrides = api.overrides
        overrides.history = history
        overrides.host = host
        overrides.port = port
        overrides.store = store.store
        let load = { @Sendable [overrides, file = api.configurationFile] () throws(ConfigurationError) in
            try ConfigurationLoader.load(path: file, variables: Environment.variables, overrides: overrides)
        }
        let configuration = try load()
        let logger = LogOutput.start(level: configuration.logLevel, format: configuration.logFormat)
        OpenFiles.raiseLimit()
        let gateway = try await RunningGateway.start(configuration, logger: logger)
        try await GatewayService(gateway, load: load).serve(logger: logger) { Terminal.print(gateway.banner) }
    }
}
