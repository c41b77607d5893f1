/// A place in a configuration file; line and column count from 1.
package struct ConfigurationPosition: Sendable, Equatable, CustomStringConvertible {
    package var file: String
    package var line: Int
    package var column: Int

    package var description: String { "\(file):\(line):\(column)" }
}

/// What is wrong with the configuration: where it stands, what was found there and what is expected.
///
/// `description` is the whole message for a terminal; it never holds a secret.
package struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where a wrong setting comes from.
    package enum Source: Sendable, Equatable, CustomStringConvertible {
        case file(ConfigurationPosition)
        /// A file that cannot be read or parsed at all.
        case path(String)
        case variable(String)
        case flag(String)
        case absent

        package var description: String {
            switch self {
            case .file(let position): position.description
            case .path(let path): path
            case .variable(let name): "environment variable \(name)"
            case .flag(let name): name
            case .absent: "configuration"
            }
        }
    }

    package var source: Source
    /// `server.limits.body`, `apis[1].history`; empty where the source says it.
    package var key: String
    package var found: String
    package var expected: String
    package var hint: String?

    package init(_ source: Source, key: String = "", found: String, expected: String, hint: String? = nil) {
        self.source = source
        self.key = key
        self.found = found
        self.expected = expected
        self.hint = hint
    }

    package var description: String {
        var text = "\(source): "
        if !key.isEmpty { text += "\(key): " }
        text += "found \(found), expected \(expected)"
        if let hint { text += " (\(hint))" }
        return text
    }
}
