import Foundation
import NIOSSL

@testable import Gateway

/// The certificates of the fixtures, and a folder of their own for tests that change them.
struct TestCertificates: Sendable {
    let folder: URL

    static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/tls")

    /// A folder with a copy of `server.pem` and `server.key`.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("kvgraph-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try put("server.pem", as: "server.pem")
        try put("server.key", as: "server.key")
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    var settings: TLSSettings { TLSSettings(certificate: path("server.pem"), key: path("server.key")) }

    /// Replaces a file by one of the fixtures, as a renewal does it.
    func put(_ fixture: String, as name: String) throws {
        let bytes = try Data(contentsOf: Self.fixtures.appendingPathComponent(fixture))
        try bytes.write(to: URL(fileURLWithPath: path(name)), options: .atomic)
    }

    func write(_ text: String, as name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)), options: .atomic)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// What a client trusts.
    static func client(_ protocols: [String]) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(fixtures.appendingPathComponent("ca.pem").path)
        configuration.applicationProtocols = protocols
        return try NIOSSLContext(configuration: configuration)
    }
}
