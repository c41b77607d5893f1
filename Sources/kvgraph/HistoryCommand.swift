import ArgumentParser
import StoreCommands

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Shows the revisions of a key that the bucket holds, oldest first, deletions included."
    )

    @Argument(help: "The key.")
    var key: String

    @Option(help: ArgumentHelp("Only the newest so many.", valueName: "n"))
    var last: Int?

    @Flag(help: "Exit with 1 where there is no revision of the key.")
    var fail = false

    @OptionGroup var access: AccessOptions
    @OptionGroup var form: OutputOptions

    func validate() throws {
        if let last, last < 0 { throw ValidationError("--last: found \(last), expected 0 or more") }
    }

    func run() async throws {
        var listing = HistoryListing(key: key)
        listing.last = last
        listing.failsWhenMissing = fail
        let operation = listing
        let output = form.output
        try await access.run(.reading) { session throws(CommandError) in try await operation.run(session, output) }
    }
}
