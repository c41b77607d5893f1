import ArgumentParser
import Gateway
import StoreCommands

/// The command line: parses, runs, and turns every failure into one message and an exit code.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kvgraph",
        abstract: "A typed, versioned, real-time GraphQL API over NATS Key-Value buckets.",
        discussion: "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.",
        version: "0.1.0",
        subcommands: [ServeCommand.self, SchemaCommand.self, NATSCommand.self, CheckCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Store",
                subcommands: [
                    GetCommand.self, PutCommand.self, CreateCommand.self, UpdateCommand.self, DeleteCommand.self,
                    PurgeCommand.self, KeysCommand.self, HistoryCommand.self, WatchCommand.self,
                ]
            )
        ]
    )

    static func main() async {
        Terminal.ignoreBrokenPipes()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as StartupError {
            Terminal.fail(error.description, exitCode: error.exitCode)
        } catch let error as CommandError {
            Terminal.fail(error.description, exitCode: error.exitCode)
        } catch let code as ExitCode {
            Terminal.fail("", exitCode: code.rawValue)
        } catch let error as ConfigurationError {
            Terminal.fail(error.description, exitCode: 2)
        } catch {
            // Help that was asked for is no failure; whatever else the parser throws is wrong usage.
            guard exitCode(for: error) != .success else {
                Terminal.print(fullMessage(for: error))
                return
            }
            Terminal.fail(fullMessage(for: error) + suggestion, exitCode: 2, isUsage: true)
        }
    }

    /// The command that was probably meant, where the first word is none.
    private static var suggestion: String {
        let names = configuration.subcommands.compactMap { $0.configuration.commandName }
        guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"), !names.contains(word),
            let near = NearMiss.suggestion(for: word, among: names)
        else { return "" }
        return "\n  Did you mean 'kvgraph \(near)'?"
    }
}
