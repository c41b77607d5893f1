package import Foundation
import Synchronization

/// A nats-server process on a free port, with a store folder of its own.
package final class NATSServerProcess: Sendable {
    package struct LaunchError: Error, CustomStringConvertible {
        package var description: String

        package init(description: String) { self.description = description }
    }

    /// The binary that NATS_SERVER names, else the machine's.
    package static var preferred: String {
        let named = ProcessInfo.processInfo.environment["NATS_SERVER"] ?? ""
        return named.isEmpty ? "nats-server" : named
    }

    private let executable: String
    private let arguments: [String]
    private let hasJetStream: Bool
    package let folder: URL
    private let state = Mutex<(port: Int, process: Process?)>((0, nil))

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
        try await server.launch(port: -1)
        return server
    }

    private func launch(port: Int) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            [executable, "-a", "127.0.0.1", "-p", String(port)]
            + (hasJetStream ? ["-js", "-sd", folder.path] : []) + arguments
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        state.withLock { $0.process = process }
        let bound: Int = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { Self.follow(pipe.fileHandleForReading, continuation) }
        }
        state.withLock { $0.port = port > 0 ? port : bound }
    }

    /// Reads the log until the server is ready, then on to its end, so that the server never waits for its reader.
    private static func follow(_ log: FileHandle, _ continuation: CheckedContinuation<Int, any Error>) {
        var text = ""
        var isReady = false
        while true {
            let data = log.availableData
            if data.isEmpty { break }
            guard !isReady else { continue }
            text += String(decoding: data, as: UTF8.self)
            guard text.contains("Server is ready") else { continue }
            isReady = true
            let port = text.components(separatedBy: "Listening for client connections on ").dropFirst().first?
                .prefix { !$0.isNewline }.split(separator: ":").last.flatMap { Int($0) }
            if let port {
                continuation.resume(returning: port)
            } else {
                continuation.resume(throwing: LaunchError(description: "no port in the log: \(text)"))
            }
        }
        if !isReady { continuation.resume(throwing: LaunchError(description: "nats-server did not start: \(text)")) }
    }

    /// Ends the process as a crash would.
    package func kill() {
        let process = state.withLock { state in
            defer { state.process = nil }
            return state.process
        }
        guard let process, process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    package func signal(_ number: Int32) {
        if let process = state.withLock({ $0.process }) { Foundation.kill(process.processIdentifier, number) }
    }

    /// Stops all its threads, so that it takes bytes but answers nothing, and returns when they stand still.
    package func freeze() {
        guard let pid = state.withLock({ $0.process })?.processIdentifier else { return }
        Foundation.kill(pid, SIGSTOP)
        while !Self.isStopped(pid) { sched_yield() }
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
