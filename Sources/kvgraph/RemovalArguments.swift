import ArgumentParser
import StoreCommands

/// The keys to be removed, and when.
struct RemovalArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("The keys.", valueName: "key"))
    var keys: [String]

    @Option(help: ArgumentHelp("Only if this is the newest revision of the key.", valueName: "n"))
    var revision: UInt64?

    @Flag(help: "Exit with 1 where a key has no value, and write nothing for it.")
    var fail = false

    func validate() throws {
        if keys.isEmpty { throw ValidationError("KEY: found nothing, expected a key") }
        if revision != nil, keys.count > 1 { throw ValidationError("--revision: found several keys, expected one") }
    }

    func remove(
        purges: Bool,
        _ access: AccessOptions,
        _ output: CommandOutput
    ) async throws(CommandError) {
        var operation = Removing(keys: keys, purges: purges)
        operation.revision = revision
        operation.failsWhenMissing = fail
        let removing = operation
        try await access.run(.reading) { session throws(CommandError) in try await removing.run(session, output) }
    }
}
