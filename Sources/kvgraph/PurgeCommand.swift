import ArgumentParser
import StoreCommands

struct PurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Leaves markers and removes the older revisions."
    )

    @OptionGroup var arguments: RemovalArguments
    @OptionGroup var access: AccessOptions
    @OptionGroup var form: OutputOptions

    func run() async throws {
        try await arguments.remove(purges: true, access, form.output)
    }
}
