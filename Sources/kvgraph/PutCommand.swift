import ArgumentParser
import StoreCommands

struct PutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "put",
        abstract: "Writes a value, whatever the key holds.",
        discussion: "The model's defaults are filled in and the value is checked before anything is stored."
    )

    @OptionGroup var arguments: ValueArguments
    @OptionGroup var access: AccessOptions
    @OptionGroup var form: OutputOptions

    func run() async throws {
        try await arguments.write(.always, access, form.output)
    }
}
