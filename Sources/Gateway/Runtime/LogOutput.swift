package import Logging

/// Where the log goes.
package enum LogOutput {
    /// Text lines on standard error.
    package static func start(level: Logger.Level) -> Logger {
        var logger = Logger(label: "kvgraph", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = level
        return logger
    }
}
