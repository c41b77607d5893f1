import ArgumentParser
import Gateway

/// Where the embedded server keeps its data.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The folder of the embedded NATS server's data.", valueName: "dir"),
        completion: .directory
    )
    var storeDir: String?

    @Flag(help: "Keep the embedded NATS server's data in memory only.")
    var inMemory = false

    func validate() throws {
        if inMemory, storeDir != nil {
            throw ValidationError("found --store-dir and --in-memory, expected one of them")
        }
    }

    var store: NATSSettings.Store? { inMemory ? .memory : storeDir.map { .folder($0) } }
}
