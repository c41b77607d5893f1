import ArgumentParser
import StoreCommands

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Lists the keys that have a value.",
        discussion: "On a terminal by name; as lines in the order of their last change, each as soon as it comes."
    )

    @Argument(help: ArgumentHelp("Keys or NATS wildcards such as 'users.*'; none for all keys.", valueName: "filter"))
    var filters: [String] = []

    @OptionGroup var access: AccessOptions
    @OptionGroup var form: OutputOptions

    func run() async throws {
        let operation = KeyListing(filters: filters)
        let output = form.output
        try await access.run(.reading) { session throws(CommandError) in try await operation.run(session, output) }
    }
}
