import ArgumentParser
import StoreCommands

struct CreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Writes a value if the key has none.",
        discussion: "The model's defaults are filled in and the value is checked before anything is stored."
    )

    @OptionGroup var arguments: ValueArguments
    @OptionGroup var access: AccessOptions
    @OptionGroup var form: OutputOptions

    func run() async throws {
        try await arguments.write(.absent, access, form.output)
    }
}
