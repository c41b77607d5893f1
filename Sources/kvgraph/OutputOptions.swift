import ArgumentParser
import StoreCommands

/// How results are shown.
struct OutputOptions: ParsableArguments {
    @Flag(help: "One JSON object a line, also on a terminal.")
    var json = false

    var output: CommandOutput {
        let form: CommandOutput.Form =
            json || !Terminal.isTerminal(.output) ? .lines : .table(width: Terminal.width(of: .output))
        return CommandOutput(
            form,
            write: { Terminal.write($0, to: .output) },
            note: { Terminal.note("kvgraph: \($0)") }
        )
    }
}
