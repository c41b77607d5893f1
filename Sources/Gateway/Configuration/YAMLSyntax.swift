import Yams

/// What the YAML parser could not read, as a configuration error with its place.
enum YAMLSyntax {
    static func error(_ error: any Error, file: String) -> ConfigurationError {
        let expected = "a YAML document"
        guard let error = error as? YamlError else {
            return ConfigurationError(.path(file), found: "text that is no YAML", expected: expected)
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let position = ConfigurationPosition(file: file, line: mark.line, column: mark.column)
            return ConfigurationError(.file(position), found: problem, expected: expected)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let position = ConfigurationPosition(file: file, line: context.mark.line, column: context.mark.column)
            let keys = duplicates.sorted().joined(separator: ", ")
            return ConfigurationError(.file(position), found: "\(keys) a second time", expected: "each key once")
        case .reader(let problem, _, _, _):
            return ConfigurationError(.path(file), found: problem, expected: "UTF-8 text")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return ConfigurationError(.path(file), found: "text that is no YAML", expected: expected)
        }
    }
}
