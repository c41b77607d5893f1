import Foundation

@testable import EmbeddedNATS

/// Where a test's server keeps its streams.
enum TestStorage: String, CaseIterable, Sendable, CustomStringConvertible {
    case memory, file
    var description: String { rawValue }
}

/// A folder of its own for one test, removed afterwards.
func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("embedded-nats-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}

/// Runs a server for the time of `body`.
func withServer<Result>(
    _ storage: TestStorage = .memory,
    _ configure: (inout EmbeddedServer.Configuration) -> Void = { _ in },
    _ body: (EmbeddedServer) async throws -> Result
) async throws -> Result {
    try await withFolder { folder in
        var configuration = EmbeddedServer.Configuration()
        if storage == .file { configuration.storage = .directory(folder) }
        configure(&configuration)
        let server = try await EmbeddedServer.start(configuration)
        do {
            let result = try await body(server)
            await server.shutdown()
            return result
        } catch {
            await server.shutdown()
            throw error
        }
    }
}
