import ArgumentParser
import Gateway

struct SchemaDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Lists what a new model or configuration changes for clients and for stored values.",
        discussion: """
            OLD and NEW are models, configuration files (YAML with apis) or, for clients only, schemas as text \
            (.graphql). Exits with 1 where a change is breaking.
            """
    )

    @Argument(help: "What is in use.")
    var old: String

    @Argument(help: "What is to come.")
    var new: String

    func run() throws {
        let variables = Environment.variables
        let overrides = ConfigurationOverrides()
        let before = try SchemaSource.load(old, variables: variables, overrides: overrides)
        let after = try SchemaSource.load(new, variables: variables, overrides: overrides)
        let comparison = SchemaSource.compare(before, after)
        for line in comparison.lines { Terminal.print(line) }
        if comparison.isBreaking { Terminal.fail("the change is breaking", exitCode: 1) }
    }
}
