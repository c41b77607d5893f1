import ArgumentParser
import Gateway
import StoreCommands

/// Which namespace of which store a command works on.
struct AccessOptions: ParsableArguments {
    @Option(
        name: [.short, .customLong("config")],
        help: ArgumentHelp(
            "The configuration file. Without it and --model: what was last served from the store folder.",
            valueName: "file"
        ),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var configurationFile: String?

    @Option(
        help: ArgumentHelp("The JSON Schema of the values, instead of a configuration file.", valueName: "file"),
        completion: .file(extensions: ["json", "yaml", "yml"])
    )
    var model: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The namespace; needed where several are configured.", valueName: "name"),
        completion: .custom(NamespaceCompletion.namespaces)
    )
    var namespace: String?

    @Option(
        help: ArgumentHelp("The folder of the embedded NATS server's data. (default: .kvgraph/nats)", valueName: "dir"),
        completion: .directory
    )
    var storeDir: String?

    @Option(help: ArgumentHelp("How long the store may take to answer.", valueName: "seconds"))
    var timeout = 5.0

    func validate() throws {
        guard timeout > 0, timeout <= 86_400 else {
            throw ValidationError("--timeout: found \(timeout), expected a number of seconds from above 0 to 86400")
        }
    }

    var target: CommandTarget {
        CommandTarget(configurationFile: configurationFile, model: model, namespace: namespace, storeFolder: storeDir)
    }

    /// Opens the store, runs `body` and closes.
    func run(
        _ access: StoreSession.Access,
        _ body: (StoreSession) async throws(CommandError) -> Void
    ) async throws(CommandError) {
        try await StoreSession.run(
            target,
            access,
            timeout: .seconds(timeout),
            variables: Environment.variables,
            logger: LogOutput.quiet(Environment.variables),
            body
        )
    }
}
