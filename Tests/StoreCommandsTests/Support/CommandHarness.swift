import Foundation
import Gateway
import Logging
import Synchronization
import TestSupport
import Testing

@testable import StoreCommands

/// Where the commands' store is.
enum CommandStore: Sendable, CaseIterable {
    /// A store folder that nobody holds.
    case folder
    case natsServer
}

/// Collects what a command says.
final class Recorder: Sendable {
    private let text = Mutex("")
    private let remarks = Mutex<[String]>([])

    func output(_ form: CommandOutput.Form = .lines) -> CommandOutput {
        CommandOutput(
            form,
            write: { bytes in
                self.text.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
                return true
            },
            note: { remark in self.remarks.withLock { $0.append(remark) } }
        )
    }

    var lines: [String] { text.withLock { $0.split(separator: "\n").map(String.init) } }
    var notes: [String] { remarks.withLock { $0 } }
}

/// A folder with a model, and a store for commands to work on.
struct CommandHarness: Sendable {
    let folder: String
    let variables: [String: String]

    static let model = """
        {"type":"object","properties":{"token":{"type":"string","maxLength":20},
        "level":{"type":"integer","minimum":1,"default":3}},"required":["token"],"additionalProperties":false}
        """

    static func run(_ store: CommandStore, _ body: @Sendable (CommandHarness) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kvgraph-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(model.utf8).write(to: folder.appendingPathComponent("model.json"))
        guard store == .natsServer else {
            return try await body(CommandHarness(folder: folder.path, variables: [:]))
        }
        let server = try await NATSServerProcess.start()
        defer { server.remove() }
        try await body(CommandHarness(folder: folder.path, variables: ["WG_NATS_URL": server.url]))
    }

    var storeFolder: String { folder + "/store" }

    var target: CommandTarget {
        CommandTarget(model: folder + "/model.json", namespace: "kv", storeFolder: storeFolder)
    }

    var logger: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    func session(
        _ access: StoreSession.Access = .writing,
        _ body: (StoreSession) async throws(CommandError) -> Void
    ) async throws(CommandError) {
        try await StoreSession.run(
            target,
            access,
            timeout: .seconds(10),
            variables: variables,
            logger: logger,
            body
        )
    }

    /// The error that `body` ends with.
    func failure(
        _ access: StoreSession.Access = .writing,
        _ body: (StoreSession) async throws(CommandError) -> Void
    ) async -> CommandError? {
        do {
            try await session(access, body)
            return nil
        } catch {
            return error
        }
    }

    func put(_ key: String, _ json: String, _ condition: Writing.Condition = .always) -> Writing {
        Writing(key: key, value: ValueArgument(source: "the value", text: Array(json.utf8)), condition: condition)
    }
}
