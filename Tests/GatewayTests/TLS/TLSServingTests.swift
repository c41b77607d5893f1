import NIOCore
import NIOHTTP1
import NIOSSL
import Testing

@testable import Gateway

@Suite("HTTPS")
struct TLSServingTests {
    /// A request over TLS; what the client was given as certificate decides whether it comes through.
    private func exchange(_ port: Int, _ protocols: [String], _ text: String) async throws -> String {
        let context = try TestCertificates.client(protocols)
        return try await RawClient.withConnection(to: port, tls: context) { connection in
            try await connection.send(text)
            return try await connection.readToEnd()
        }
    }

    @Test func `HTTP/1 and HTTP/2 are chosen by ALPN, and a WebSocket is opened`() async throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        try await TestGateway.run(change: { $0.server.tls = certificates.settings }) { gateway in
            #expect(gateway.gateway.url.hasPrefix("https://"))
            let get = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            for protocols in [["http/1.1"], []] {
                let answer = try await exchange(gateway.port, protocols, get)
                #expect(answer.hasPrefix("HTTP/1.1 200 OK") && answer.hasSuffix(#"{"status":"ok"}"#))
            }
            try await HTTP2Client.with(gateway.port, tls: TestCertificates.client(["h2"])) { client in
                let response = try await client.send(
                    .POST,
                    "/graphql",
                    [("content-type", "application/json")],
                    body: #"{"query":"mutation { kv_put(key: \"a\", value: {token: \"t\"}) { revision } }"}"#
                )
                #expect(response.text == #"{"data":{"kv_put":{"revision":1}}}"#)
            }
            let upgrade =
                "GET /graphql HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
            try await RawClient.withConnection(to: gateway.port, tls: TestCertificates.client(["http/1.1"])) {
                try await $0.send(upgrade)
                let head = try await $0.read(through: "\r\n\r\n")
                #expect(head.hasPrefix("HTTP/1.1 101") && head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
            }
        }
    }

    @Test func `a renewed certificate is given to new connections while old ones go on`() async throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        let configuration = TestGateway.configuration { $0.server.tls = certificates.settings }
        try await TestGateway.run(configuration) { gateway in
            let context = try TestCertificates.client(["http/1.1"])
            let get = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
            try await RawClient.withConnection(to: gateway.port, tls: context) { old in
                try await old.send(get)
                _ = try await old.response()
                let before = try await old.peerCertificate()
                try certificates.put("renewed.pem", as: "server.pem")
                try certificates.put("renewed.key", as: "server.key")
                #expect(await gateway.gateway.reload { configuration } == .unchanged)
                let after = try await RawClient.withConnection(to: gateway.port, tls: context) { connection in
                    try await connection.send(get)
                    _ = try await connection.response()
                    return try await connection.peerCertificate()
                }
                #expect(before != nil && after != nil && before != after)
                try await old.send(get)
                #expect(try await old.response().body == #"{"status":"ok"}"#)
            }
        }
    }

    @Test func `a client that stops in the handshake, or speaks without TLS, is closed`() async throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        try await TestGateway.run(
            change: {
                $0.server.tls = certificates.settings
                $0.server.headerTimeout = .seconds(1)
            }
        ) { gateway in
            // Closing a connection that the server has closed already may fail; not to be closed would never end.
            let silent = try? await RawClient.withConnection(to: gateway.port) { try await $0.bytesToEnd() }
            #expect(silent?.isEmpty != false)
            _ = try? await RawClient.exchange(gateway.port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let get = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            let answer = try await exchange(gateway.port, ["http/1.1"], get)
            #expect(answer.hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func `a defect in the certificate is refused at the start`() async throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        try certificates.put("renewed.key", as: "server.key")
        let configuration = TestGateway.configuration { $0.server.tls = certificates.settings }
        let error = await #expect(throws: StartupError.self) { try await TestGateway.run(configuration) { _ in } }
        #expect(error?.exitCode == 2)
        #expect(error?.description.contains("server.tls.key") == true)
    }
}
