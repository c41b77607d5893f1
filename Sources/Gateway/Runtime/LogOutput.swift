package import Logging

/// Where the log goes: standard error, in lines of text or of JSON.
package enum LogOutput {
    package static func start(level: Logger.Level, format: LogFormat = .text) -> Logger {
        var logger = Logger(label: "kvgraph") { label in
            switch format {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler()
            }
        }
        logger.logLevel = level
        return logger
    }

    /// For commands that end soon: only errors, unless the environment names a level.
    package static func quiet(_ variables: [String: String]) -> Logger {
        let named = variables["KVGRAPH_LOG_LEVEL"].flatMap { Logger.Level(rawValue: $0.lowercased()) }
        return start(level: named ?? .error)
    }
}
