import Foundation
import NIOCore
import TestSupport
import Testing

@testable import NATSKV

/// Accounts and users that may do only some of what a bucket's users do.
@Suite struct PermissionTests {
    /// Runs `body` with a nats-server that has this configuration besides JetStream.
    private func withServer(
        _ server: TestServer,
        _ text: String,
        _ body: (_ url: String) async throws -> Void
    ) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("allow-\(UUID().uuidString).conf")
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        try await server.runProcess(arguments: ["-c", file.path]) { try await body($0.url) }
    }

    private func makeBucket(_ url: String, _ credentials: Credentials) async throws {
        try await withClient(url, credentials) { client in
            let (bucket, _) = try await client.ensureBucket(BucketConfiguration(name: try BucketName("b")))
            try await bucket.put(value("one"), at: key("a"))
        }
    }

    @Test(
        "a user who may only get by subject reads, and what is refused fails at once",
        arguments: TestServer.processes
    )
    func refusedGetInBody(server: TestServer) async throws {
        let text = """
            authorization {
              users = [
                { user: all, password: all }
                { user: few, password: few, permissions: { publish: [
                  "$JS.API.INFO", "$JS.API.STREAM.INFO.KV_b", "$JS.API.DIRECT.GET.KV_b.>", "$KV.b.a" ] } }
              ]
            }
            """
        try await withServer(server, text) { url in
            try await makeBucket(url, .user("all", password: "all"))
            try await withClient(url, .user("few", password: "few")) { client in
                var bucket = try await client.bucket(BucketName("b"))
                bucket.timeout = .seconds(60)
                #expect(try await bucket.get(key("a"))?.summary == "a put one @1")
                #expect(try await bucket.get(key("none")) == nil)
                #expect(try await bucket.put(value("two"), at: key("a")).revision == 2)
                let begin = NIODeadline.now()
                let error = await expectError(.authorization) { try await bucket.put(value("x"), at: key("c")) }
                #expect(error?.subject == "$KV.b.c")
                _ = await expectError(.authorization) { try await bucket.get(key("a"), revision: 1) }
                // Both well before their time.
                #expect(NIODeadline.now() - begin < .seconds(50))
            }
        }
    }

    @Test("a user who may not receive answers is told so at once", arguments: TestServer.processes)
    func refusedInbox(server: TestServer) async throws {
        let text = """
            authorization {
              users = [ { user: few, password: few, permissions: { publish: ">", subscribe: "_INBOX.others.>" } } ]
            }
            """
        try await withServer(server, text) { url in
            let settings = try configuration(url, .user("few", password: "few"))
            let error = await expectError(.authorization) {
                try await NATSClient.connect(settings, timeout: .seconds(60))
            }
            #expect(error?.message.contains("to receive answers: Permissions Violation for Subscription") == true)
            #expect(error?.message.contains("_INBOX.") == true)
        }
    }

    @Test("an account that imports only gets by subject reads", arguments: TestServer.processes)
    func missingGetInBody(server: TestServer) async throws {
        let names = ["$JS.API.INFO", "$JS.API.STREAM.INFO.KV_b", "$JS.API.DIRECT.GET.KV_b.>"]
        let exports = names.map { "{ service: \"\($0)\" }" }.joined(separator: ", ")
        let imports = names.map { "{ service: { account: OWNER, subject: \"\($0)\" } }" }.joined(separator: ", ")
        let text = """
            accounts {
              OWNER { jetstream: enabled, users: [ { user: all, password: all } ], exports: [ \(exports) ] }
              GUEST { users: [ { user: few, password: few } ], imports: [ \(imports) ] }
            }
            """
        try await withServer(server, text) { url in
            try await makeBucket(url, .user("all", password: "all"))
            try await withClient(url, .user("few", password: "few")) { client in
                let bucket = try await client.bucket(BucketName("b"))
                for _ in 0..<3 { #expect(try await bucket.get(key("a"))?.summary == "a put one @1") }
            }
        }
    }
}
