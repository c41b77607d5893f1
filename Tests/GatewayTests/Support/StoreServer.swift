import EmbeddedNATS
import Foundation
import Testing

/// The NATS servers that the same tests run against.
enum StoreServer: Sendable, Hashable, CaseIterable, CustomTestStringConvertible {
    /// The one that the gateway starts itself.
    case embedded
    /// The machine's nats-server, or the one that the environment variable NATS_SERVER names.
    case process

    var testDescription: String {
        switch self {
        case .embedded: "embedded"
        case .process: "nats-server"
        }
    }
}

/// A nats-server on a free port with a store folder of its own.
final class StoreProcess {
    struct LaunchError: Error, CustomStringConvertible {
        var description: String
    }

    private let folder: URL
    private let arguments: [String]
    private var process: Process?
    private(set) var port = 0

    var url: String { "nats://127.0.0.1:\(port)" }

    /// Starts it and waits until it names its port.
    init(_ arguments: [String] = []) throws {
        self.arguments = arguments
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("kvgraph-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try launch()
    }

    private func launch() throws {
        let process = Process()
        let name = ProcessInfo.processInfo.environment["NATS_SERVER"] ?? "nats-server"
        let port = self.port == 0 ? "-1" : "\(self.port)"
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name, "-a", "127.0.0.1", "-p", port, "-js", "-sd", folder.path] + arguments
        let log = Pipe()
        process.standardError = log
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        self.process = process
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
        self.port = bound
    }

    /// Ends it as a crash would.
    func kill() {
        guard let process, process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Starts it again on the same port with the same store.
    func restart() throws { try launch() }

    func remove() {
        kill()
        try? FileManager.default.removeItem(at: folder)
    }
}
