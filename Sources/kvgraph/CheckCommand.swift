import ArgumentParser
import Gateway
import StoreCommands

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks configuration, models, connection, bucket settings and all stored values; writes nothing.",
        discussion: """
            Exits with 0 where everything is well, 1 where store, bucket or values are not as they have to be, 2 where \
            the configuration or a model cannot be used.
            """
    )

    @Argument(help: "A configuration file.", completion: .file(extensions: ["yaml", "yml"]))
    var configurationFile: String?

    @Flag(help: "Check older revisions too, not only the newest of each key.")
    var allRevisions = false

    @OptionGroup var access: AccessOptions
    @OptionGroup var form: OutputOptions

    func validate() throws {
        if configurationFile != nil, access.configurationFile != nil {
            throw ValidationError("found two configuration files, expected one")
        }
    }

    func run() async throws {
        var target = access.target
        target.configurationFile = configurationFile ?? target.configurationFile
        var checking = Checking()
        checking.allRevisions = allRevisions
        checking.timeout = .seconds(access.timeout)
        let showsProgress = Terminal.isTerminal(.errors)
        var bar = ProgressBar(width: Terminal.width(of: .errors))
        let report = await checking.run(
            target,
            variables: Environment.variables,
            logger: LogOutput.quiet(Environment.variables)
        ) { namespace, read, total in
            guard showsProgress, let text = bar.update(namespace, read, of: total) else { return }
            _ = Terminal.write(Array(text.utf8), to: .errors)
        }
        if showsProgress { _ = Terminal.write(Array(ProgressBar.erasure.utf8), to: .errors) }
        try report.write(to: form.output)
        if report.exitCode != 0 { throw ExitCode(report.exitCode) }
    }
}
