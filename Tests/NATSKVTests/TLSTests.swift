import Foundation
import TestSupport
import Testing

@testable import NATSKV

@Suite struct TLSTests {
    /// Certificates for localhost and 127.0.0.1 and for a client, made with openssl for these tests only.
    static func fixture(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/tls/\(name)").path
    }

    static var serverArguments: [String] {
        ["--tls", "--tlscert", fixture("server.pem"), "--tlskey", fixture("server.key")]
    }

    private func put(_ url: String, _ tls: TLSOptions?) async throws {
        var settings = try configuration(url)
        settings.tls = tls
        let client = try await NATSClient.connect(settings, timeout: .seconds(3))
        let (bucket, _) = try await client.ensureBucket(BucketConfiguration(name: try BucketName("b")))
        #expect(try await bucket.put(value("1"), at: key("a")).revision >= 1)
        #expect(try await bucket.get(key("a")) != nil)
        await client.close()
    }

    @Test(arguments: TestServer.processes)
    func `a server that requires TLS gets it, under its address and its name`(server: TestServer) async throws {
        try await server.runProcess(arguments: Self.serverArguments) { process in
            let tls = try TLSOptions(authorities: Self.fixture("ca.pem"))
            try await put(process.url, tls)
            try await put("tls://localhost:\(process.port)", tls)
        }
    }

    @Test(arguments: TestServer.processes)
    func `a certificate of an unknown authority is refused`(server: TestServer) async throws {
        try await server.runProcess(arguments: Self.serverArguments) { process in
            let other = try TLSOptions(authorities: Self.fixture("other-ca.pem"))
            _ = await expectError(.tls) { try await put(process.url, other) }
            _ = await expectError(.tls) { try await put(process.url, nil) }
        }
    }

    @Test(arguments: TestServer.processes)
    func `a certificate for another name is refused`(server: TestServer) async throws {
        let arguments = ["--tls", "--tlscert", Self.fixture("client.pem"), "--tlskey", Self.fixture("client.key")]
        try await server.runProcess(arguments: arguments) { process in
            let tls = try TLSOptions(authorities: Self.fixture("ca.pem"))
            _ = await expectError(.tls) { try await put(process.url, tls) }
            _ = await expectError(.tls) { try await put("tls://localhost:\(process.port)", tls) }
        }
    }

    @Test(arguments: TestServer.processes)
    func `a server that verifies clients takes only those with a certificate`(server: TestServer) async throws {
        let arguments = Self.serverArguments + ["--tlsverify", "--tlscacert", Self.fixture("ca.pem")]
        try await server.runProcess(arguments: arguments) { process in
            let known = try TLSOptions(
                authorities: Self.fixture("ca.pem"),
                certificate: Self.fixture("client.pem"),
                key: Self.fixture("client.key")
            )
            try await put(process.url, known)
            let unknown = try TLSOptions(authorities: Self.fixture("ca.pem"))
            await #expect(throws: NATSError.self) { try await put(process.url, unknown) }
        }
    }

    @Test(arguments: TestServer.processes)
    func `a URL that asks for TLS is not served without`(server: TestServer) async throws {
        try await server.runProcess { process in
            let url = "tls://127.0.0.1:\(process.port)"
            _ = await expectError(.tls) { try await put(url, nil) }
        }
    }

    @Test func `a server that begins with the handshake is met with it`() async throws {
        guard case .named(let path)? = TestServer.processes.last else {
            print("the handshake before INFO was not tested: NATS_SERVER names no nats-server of 2.10.4 or newer")
            return
        }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("tls-\(UUID().uuidString).conf")
        let text = """
            tls {
              cert_file: "\(Self.fixture("server.pem"))"
              key_file: "\(Self.fixture("server.key"))"
              handshake_first: true
            }
            """
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        try await TestServer.named(path).runProcess(arguments: ["-c", file.path]) { process in
            var tls = try TLSOptions(authorities: Self.fixture("ca.pem"))
            tls.startsWithHandshake = true
            try await put(process.url, tls)
        }
    }

    @Test func `files that are missing or no PEM are named`() {
        for file in ["/nonexistent.pem", Self.fixture("../../TLSTests.swift")] {
            do {
                _ = try TLSOptions(authorities: file)
                Issue.record("accepted")
            } catch {
                #expect(error.code == .configurationInvalid)
                #expect(error.message.contains(file))
            }
        }
        #expect(throws: NATSError.self) { try TLSOptions(certificate: Self.fixture("client.pem")) }
    }
}
