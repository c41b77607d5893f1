package import Foundation
import Synchronization

/// A nats-server process on a free port, with a store folder of its own.
package final class NATSServerProcess: Sendable {
    package typealias LaunchError = ChildProcess.LaunchError

    /// The binary that NATS_SERVER names, else the machine's.
    package static var preferred: String {
        let named = ProcessInfo.processInfo.environment["NATS_SERVER"] ?? ""
        return named.isEmpty ? "nats-server" : named
    }

    private let executable: String
    private let arguments: [String]
    private let hasJetStream: Bool
    package let folder: URL
    private let state = Mutex<(port: Int, process: ChildProcess?)>((0, nil))

    package var port: Int { state.withLock { $0.port } }
    package var url: String { "nats://127.0.0.1:\(port)" }

    private init(executable: String, arguments: [String], hasJetStream: Bool, folder: URL) {
        self.executable = executable
        self.hasJetStream = hasJetStream
        self.arguments = arguments
        self.folder = folder
    }

    /// Starts the server and waits until it says that it is ready.
    package static func start(
        executable: String = preferred,
        arguments: [String] = [],
        hasJetStream: Bool = true
    ) async throws -> NATSServerProcess {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("natskv-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let server = NATSServerProcess(
            executable: executable,
            arguments: arguments,
            hasJetStream: hasJetStream,
            folder: folder
        )
        do { try await server.launch(port: -1) } catch {
            server.remove()
            throw error
        }
        return server
    }

    private func launch(port: Int) async throws {
        let process = try ChildProcess.start(
            executable,
            ["-a", "127.0.0.1", "-p", String(port)] + (hasJetStream ? ["-js", "-sd", folder.path] : []) + arguments,
            reading: .error
        )
        state.withLock { $0.process = process }
        let log = try await process.output(through: "Server is ready")
        let bound = log.components(separatedBy: "Listening for client connections on ").dropFirst().first?
            .prefix { !$0.isNewline }.split(separator: ":").last.flatMap { Int($0) }
        guard let bound else { throw LaunchError(description: "no port in the log: \(log)") }
        state.withLock { $0.port = bound }
    }

    /// Ends the process as a crash would.
    package func kill() {
        let process = state.withLock { $0.process.take() }
        process?.signal(SIGKILL)
        process?.waitForEnd()
    }

    package func signal(_ number: Int32) { state.withLock { $0.process }?.signal(number) }

    /// Stops all its threads, so that it takes bytes but answers nothing, and returns when they stand still.
    package func freeze() {
        guard let process = state.withLock({ $0.process }) else { return }
        process.signal(SIGSTOP)
        while !Self.isStopped(process.id) { sched_yield() }
    }

    /// Whether the system shows every thread of the process as stopped; `true` where it cannot be asked.
    private static func isStopped(_ pid: Int32) -> Bool {
        let folder = "/proc/\(pid)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return threads.allSatisfy { thread in
            guard let text = try? String(contentsOfFile: "\(folder)/\(thread)/stat", encoding: .utf8) else {
                return true
            }
            return text.split(separator: ")").last?.split(separator: " ").first == "T"
        }
    }

    /// Starts it again on the same port with the same store.
    package func restart() async throws { try await launch(port: port) }

    package func remove() {
        kill()
        try? FileManager.default.removeItem(at: folder)
    }
}
