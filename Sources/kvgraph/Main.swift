import ArgumentParser
import Gateway

/// The command line: parses, runs, and turns every failure into one message and an exit code.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kvgraph",
        abstract: "A typed, versioned, real-time GraphQL API over NATS Key-Value buckets.",
        version: "0.1.0",
        subcommands: [ServeCommand.self, SchemaCommand.self, NATSCommand.self]
    )

    static func main() async {
        Terminal.flushLines()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as StartupError {
            Terminal.fail(error.description, exitCode: error.exitCode)
        } catch let error as ConfigurationError {
            Terminal.fail(error.description, exitCode: 2)
        } catch {
            // Help that was asked for is no failure; whatever else the parser throws is wrong usage.
            guard exitCode(for: error) != .success else {
                Terminal.print(fullMessage(for: error))
                return
            }
            Terminal.fail(fullMessage(for: error), exitCode: 2, isUsage: true)
        }
    }
}
