import ArgumentParser
import StoreCommands

struct GetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Shows the entries of keys.",
        discussion: "A key without a value is said on standard error; it is a failure only with --fail."
    )

    @Argument(help: ArgumentHelp("The keys.", valueName: "key"))
    var keys: [String]

    @Option(help: ArgumentHelp("This revision of the key instead of the newest.", valueName: "n"))
    var revision: UInt64?

    @Flag(help: "Only the stored bytes and a line break, also where they do not fit the model.")
    var raw = false

    @Flag(help: "Exit with 1 where a key has no value.")
    var fail = false

    @OptionGroup var access: AccessOptions
    @OptionGroup var form: OutputOptions

    func validate() throws {
        if keys.isEmpty { throw ValidationError("KEY: found nothing, expected a key") }
        if revision != nil, keys.count > 1 { throw ValidationError("--revision: found several keys, expected one") }
        if raw, form.json { throw ValidationError("found --raw and --json, expected one of them") }
    }

    func run() async throws {
        var operation = Getting(keys: keys)
        operation.revision = revision
        operation.isRaw = raw
        operation.failsWhenMissing = fail
        let output = form.output
        try await access.run(.reading) { session throws(CommandError) in try await operation.run(session, output) }
    }
}
