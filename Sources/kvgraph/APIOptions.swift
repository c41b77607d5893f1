import ArgumentParser
import Gateway

/// The flags that describe one API, as several commands take them.
struct APIOptions: ParsableArguments {
    @Argument(help: "A configuration file.", completion: .file(extensions: ["yaml", "yml"]))
    var configurationFile: String?

    @Option(
        help: ArgumentHelp("The JSON Schema of the values.", valueName: "file"),
        completion: .file(extensions: ["json", "yaml", "yml"])
    )
    var model: String?

    @Option(help: ArgumentHelp("What the names of the API begin with. (default: kv)", valueName: "name"))
    var namespace: String?

    @Option(help: ArgumentHelp("Whose schema is made: none or wundergraph.", valueName: "api"))
    var compat: Compatibility?

    enum Compatibility: String, ExpressibleByArgument, CaseIterable { case none, wundergraph }

    var overrides: ConfigurationOverrides {
        var overrides = ConfigurationOverrides()
        overrides.model = model
        overrides.namespace = namespace
        overrides.compatibility = compat.flatMap { .init(rawValue: $0.rawValue) }
        return overrides
    }
}
