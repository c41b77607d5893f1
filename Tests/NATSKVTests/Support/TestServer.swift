import Foundation
import NATSKV
import TestSupport
import Testing

#if canImport(EmbeddedNATS)
    import EmbeddedNATS
#endif

/// The servers that the same tests run against.
enum TestServer: Sendable, Hashable, CaseIterable, CustomTestStringConvertible {
    /// The one of this package, in this process.
    case embedded
    /// The machine's nats-server.
    case installed
    /// The nats-server that the environment variable NATS_SERVER names.
    case named(String)

    static var allCases: [TestServer] {
        var all: [TestServer] = [.installed]
        #if canImport(EmbeddedNATS)
            all.append(.embedded)
        #endif
        if let path = ProcessInfo.processInfo.environment["NATS_SERVER"], !path.isEmpty { all.append(.named(path)) }
        return all
    }

    /// Those that are processes, which can be killed and started again.
    static var processes: [TestServer] { allCases.filter { $0 != .embedded } }

    var testDescription: String {
        switch self {
        case .embedded: "embedded"
        case .installed: "nats-server"
        case .named(let path): path
        }
    }

    /// Runs `body` with a fresh server, which is stopped and wiped afterwards.
    func run<Result>(
        arguments: [String] = [],
        _ body: (_ url: String) async throws -> Result
    ) async throws -> Result {
        switch self {
        case .embedded:
            #if canImport(EmbeddedNATS)
                let server = try await EmbeddedServer.start(EmbeddedServer.Configuration())
                do {
                    let result = try await body(server.url)
                    await server.shutdown()
                    return result
                } catch {
                    await server.shutdown()
                    throw error
                }
            #else
                throw NATSServerProcess.LaunchError(description: "EmbeddedNATS is not part of this build")
            #endif
        case .installed, .named:
            return try await runProcess(arguments: arguments) { try await body($0.url) }
        }
    }

    /// Runs `body` with a fresh nats-server process.
    func runProcess<Result>(
        arguments: [String] = [],
        hasJetStream: Bool = true,
        _ body: (NATSServerProcess) async throws -> Result
    ) async throws -> Result {
        let server = try await NATSServerProcess.start(
            executable: executable,
            arguments: arguments,
            hasJetStream: hasJetStream
        )
        defer { server.remove() }
        return try await body(server)
    }

    private var executable: String {
        switch self {
        case .named(let path): path
        case .embedded, .installed: "nats-server"
        }
    }
}
