import ArgumentParser

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the GraphQL schema of a model, checks a printed one, or compares two models.",
        subcommands: [SchemaPrintCommand.self, SchemaDiffCommand.self],
        defaultSubcommand: SchemaPrintCommand.self
    )
}
