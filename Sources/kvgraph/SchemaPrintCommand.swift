import ArgumentParser
import Gateway

struct SchemaPrintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print",
        abstract: "Prints the GraphQL schema of a model; what it cannot say is a warning on standard error."
    )

    enum Format: String, ExpressibleByArgument, CaseIterable { case sdl, json }

    @OptionGroup var api: APIOptions

    @Option(help: "The schema as text (sdl) or as the result of introspection (json).")
    var format = Format.sdl

    @Option(help: ArgumentHelp("The file to write, replaced as a whole; standard output if absent.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Compares the file with the schema instead of printing it; exits with 1 where they differ.",
            valueName: "file"
        )
    )
    var check: String?

    func run() throws {
        let configuration = try ConfigurationLoader.load(
            path: api.configurationFile,
            variables: Environment.variables,
            overrides: api.overrides
        )
        let schema = try SchemaLoader.load(configuration)
        for warning in SchemaText.warnings(schema) { Terminal.note("warning: \(warning)") }
        let text = format == .sdl ? SchemaText.sdl(schema) : SchemaText.introspection(schema)
        if let check {
            guard let difference = try SchemaCheck.difference(of: check, from: text) else { return }
            Terminal.print(difference)
            Terminal.fail("\(check) is not what the model gives", exitCode: 1)
        }
        guard let output else { return Terminal.print(text) }
        try FileReplacement.write(text, to: output)
    }
}
