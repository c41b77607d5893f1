import Logging
import Synchronization

@testable import Gateway

/// Keeps the lines of a log, each as the JSON text that would be written.
final class RecordedLog: Sendable {
    private let written = Mutex<[String]>([])

    var lines: [String] { written.withLock { $0 } }

    var logger: Logger {
        Logger(label: "test") { _ in
            JSONLogHandler { line in self.written.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        }
    }
}
