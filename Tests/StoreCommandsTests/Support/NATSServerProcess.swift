import Foundation

/// A nats-server on a free port with a store folder of its own.
final class NATSServerProcess {
    struct LaunchError: Error, CustomStringConvertible {
        var description: String
    }

    private let process = Process()
    private let folder: URL
    let url: String

    /// Starts it and waits until it is ready.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("kvgraph-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let name = ProcessInfo.processInfo.environment["NATS_SERVER"] ?? "nats-server"
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name, "-a", "127.0.0.1", "-p", "-1", "-js", "-sd", folder.path]
        let log = Pipe()
        process.standardError = log
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains("Server is ready") {
            let data = log.fileHandleForReading.availableData
            guard !data.isEmpty else { throw LaunchError(description: "nats-server did not start: \(text)") }
            text += String(decoding: data, as: UTF8.self)
        }
        // Nobody may make it wait for a reader of its log.
        Thread.detachNewThread { while !log.fileHandleForReading.availableData.isEmpty {} }
        let place = text.components(separatedBy: "Listening for client connections on ").dropFirst().first
        let bound = place?.prefix { !$0.isNewline }.split(separator: ":").last.flatMap { Int($0) }
        guard let bound else { throw LaunchError(description: "no port in the log: \(text)") }
        url = "nats://127.0.0.1:\(bound)"
    }

    func stop() {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }
}
