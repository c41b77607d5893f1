import ArgumentParser
import NATSKV
import StoreCommands

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Shows the current entries, then every change, until it is interrupted.",
        discussion: "Control-C and SIGTERM end it with exit code 0; the server keeps nothing of it."
    )

    @Argument(help: ArgumentHelp("Keys or NATS wildcards such as 'users.*'; none for all keys.", valueName: "filter"))
    var filters: [String] = []

    @Flag(help: "Begin with every revision that the bucket holds.")
    var includeHistory = false

    @Flag(help: "Leave out deletions.")
    var ignoreDeletes = false

    @Flag(help: "Leave out what is there already.")
    var updatesOnly = false

    @Option(help: ArgumentHelp("Begin with the first revision at or after this one.", valueName: "n"))
    var fromRevision: UInt64?

    @OptionGroup var access: AccessOptions
    @OptionGroup var form: OutputOptions

    func validate() throws {
        let starts = [includeHistory, updatesOnly, fromRevision != nil].count { $0 }
        if starts > 1 {
            throw ValidationError("found several of --include-history, --updates-only, --from-revision, expected one")
        }
    }

    func run() async throws {
        var options = WatchOptions()
        options.includeHistory = includeHistory
        options.ignoreDeletes = ignoreDeletes
        options.updatesOnly = updatesOnly
        options.fromRevision = fromRevision
        let operation = Watching(filters: filters, options: options)
        let output = form.output
        try await access.run(.watching) { session throws(CommandError) in try await operation.run(session, output) }
    }
}
