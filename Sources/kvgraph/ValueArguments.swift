import ArgumentParser
import StoreCommands

/// A key and the value to be written.
struct ValueArguments: ParsableArguments {
    @Argument(help: "The key.")
    var key: String

    @Argument(
        help: "JSON, @FILE for a file's contents, or - for standard input, which also serves when it is left out."
    )
    var value: String?

    func write(
        _ condition: Writing.Condition,
        _ access: AccessOptions,
        _ output: CommandOutput
    ) async throws(CommandError) {
        let operation = Writing(key: key, value: try ValueArgument(value), condition: condition)
        try await access.run(.writing) { session throws(CommandError) in try await operation.run(session, output) }
    }
}
