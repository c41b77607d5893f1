import ArgumentParser
import StoreCommands

struct UpdateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Writes a value if the key is still at a revision.",
        discussion: "The model's defaults are filled in and the value is checked before anything is stored."
    )

    @OptionGroup var arguments: ValueArguments

    @Option(help: ArgumentHelp("The revision that the key has to have; 0 for none.", valueName: "n"))
    var revision: UInt64

    @OptionGroup var access: AccessOptions
    @OptionGroup var form: OutputOptions

    func run() async throws {
        try await arguments.write(.revision(revision), access, form.output)
    }
}
