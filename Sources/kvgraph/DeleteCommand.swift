import ArgumentParser
import StoreCommands

struct DeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Leaves delete markers; older revisions stay readable."
    )

    @OptionGroup var arguments: RemovalArguments
    @OptionGroup var access: AccessOptions
    @OptionGroup var form: OutputOptions

    func run() async throws {
        try await arguments.remove(purges: false, access, form.output)
    }
}
