import ArgumentParser
import Gateway

struct NATSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nats",
        abstract: "Runs the embedded NATS server alone, for any NATS client."
    )

    @OptionGroup var store: StoreOptions

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp("The port to listen on; 0 takes a free one.", valueName: "port"))
    var port = 4222

    func validate() throws {
        guard (0...65535).contains(port) else {
            throw ValidationError("--port: found \(port), expected a number from 0 to 65535")
        }
    }

    func run() async throws {
        let configuration = try ConfigurationLoader.load(
            path: nil,
            variables: Environment.variables,
            overrides: ConfigurationOverrides(),
            requiresAPI: false
        )
        let logger = LogOutput.start(level: configuration.logLevel, format: configuration.logFormat)
        OpenFiles.raiseLimit()
        let server = try await EmbeddedService.start(
            host: host,
            port: port,
            store: store.store ?? configuration.nats.store,
            logger: logger
        )
        Terminal.print("NATS     \(server.url)\n")
        try await server.serve(logger: logger)
    }
}
