import NIOCore
import Testing

@testable import NATSKV

/// Whatever a server sends, calls end with an error and nothing traps.
@Suite struct HostileServerTests {
    private static let stream =
        "{\"config\":{\"name\":\"KV_b\",\"allow_direct\":true,\"num_replicas\":1},"
        + "\"state\":{},\"created\":\"2024-01-01T00:00:00Z\"}"

    private static func message(_ reply: String, _ payload: String) -> String {
        "MSG \(reply) 1 \(payload.utf8.count)\r\n\(payload)\r\n"
    }

    private func withBucket(
        timeout: Duration,
        answer: @escaping @Sendable (_ subject: String, _ reply: String) -> String,
        _ body: (KeyValueBucket) async throws -> Void
    ) async throws {
        let server = try await ScriptedServer.start { subject, reply in
            subject.contains("STREAM.INFO") ? Self.message(reply, Self.stream) : answer(subject, reply)
        }
        let client = try await NATSClient.connect(try configuration(server.url))
        do {
            var bucket = try await client.bucket(try BucketName("b"))
            bucket.timeout = timeout
            try await body(bucket)
        } catch {
            await client.close()
            await server.stop()
            throw error
        }
        await client.close()
        await server.stop()
    }

    @Test(arguments: [
        "MSG % 1 2\r\nxx\r\n", "MSG % 1 0\r\n\r\n", "HMSG % 1 12 12\r\nNATS/1.0\r\n\r\n\r\n",
        "HMSG % 1 5 5\r\nNATS/\r\n", "HMSG % 1 0 0\r\n\r\n",
        "HMSG % 1 31 31\r\nNATS/1.0 999999999999999999\r\n\r\n\r\n",
        "HMSG % 1 33 33\r\nNATS/1.0\r\nNats-Sequence: -1\r\n\r\n\r\n", "MSG % 1 4\r\n{}{}\r\n",
        "MSG % 1 -1\r\n", "MSG _INBOX.x 1 0\r\n\r\n", "MSG % 99999999999999999999 0\r\n\r\n", "garbage\r\n",
        "-ERR 'Stale Connection'\r\n", "-ERR\r\n", "INFO {\r\n", "INFO []\r\n", "INFO {\"max_payload\":-5}\r\n",
        "MSG %0000000000000000000000 1 0\r\n\r\n", "\u{0}\u{0}\u{0}\r\n", "",
    ])
    func `nonsense in place of an answer is an error`(answer: String) async throws {
        let reply = { @Sendable (_: String, reply: String) in answer.replacing("%", with: reply) }
        try await withBucket(timeout: .milliseconds(300), answer: reply) { bucket in
            await #expect(throws: NATSError.self) { try await bucket.get(key("a")) }
            await #expect(throws: NATSError.self) { try await bucket.put(value("1"), at: key("a")) }
            await #expect(throws: NATSError.self) { try await bucket.history(key("a")) }
            await #expect(throws: NATSError.self) { try await bucket.keys() }
        }
    }

    @Test(arguments: [
        "hello\r\n", "INFO\r\n", "INFO {\r\n", "INFO {}\r\n", "PING\r\n", "MSG a 1 0\r\n\r\n", "-ERR 'no'\r\n",
        "INFO " + String(repeating: "x", count: 2_000_000),
    ])
    func `a server without a proper INFO is no server`(info: String) async throws {
        let server = try await ScriptedServer.start(info: info) { _, _ in "" }
        let settings = try configuration(server.url)
        await #expect(throws: NATSError.self) {
            try await NATSClient.connect(settings, timeout: .milliseconds(300))
        }
        await server.stop()
    }

    @Test(arguments: [1, 20, 1000, 3000])
    func `no responders are known however long the subject in the answer is`(length: Int) async throws {
        try await withBucket(timeout: .seconds(30)) { subject, reply in
            let headers = "NATS/1.0 503\r\nNats-Subject: \(subject)\r\n\r\n"
            return "HMSG \(reply) 1 \(headers.utf8.count) \(headers.utf8.count)\r\n\(headers)\r\n"
        } _: { bucket in
            let name = try key(String(repeating: "k", count: length))
            _ = await expectError(.noResponders) { try await bucket.put(value("1"), at: name) }
        }
    }

    @Test func `an answer that comes twice counts once`() async throws {
        let ack = "{\"stream\":\"KV_b\",\"seq\":5}"
        try await withBucket(timeout: .seconds(10), answer: { Self.message($1, ack) + Self.message($1, ack) }) {
            bucket in
            for _ in 0..<100 {
                let written = try await bucket.put(value("1"), at: key("a"))
                #expect(written.revision == 5)
            }
        }
    }

    @Test func `an answer to nobody's question is passed over`() async throws {
        let answer = { @Sendable (_: String, reply: String) in
            let stray = String(reply.dropLast()) + "999"
            return Self.message(stray, "x") + Self.message("other", "x")
                + Self.message(reply, "{\"stream\":\"KV_b\",\"seq\":5}")
        }
        try await withBucket(timeout: .seconds(10), answer: answer) { bucket in
            let written = try await bucket.put(value("1"), at: key("a"))
            #expect(written.revision == 5)
        }
    }

    @Test func `a write that two refusals could not settle has an unknown outcome`() async throws {
        let replicated = Self.stream.replacing("\"num_replicas\":1", with: "\"num_replicas\":3")
        let refusal = "{\"error\":{\"code\":400,\"err_code\":10071,\"description\":\"wrong last sequence: 4\"}}"
        let server = try await ScriptedServer.start { subject, reply in
            if subject.contains("STREAM.INFO") { return Self.message(reply, replicated) }
            return subject.hasPrefix("$KV") ? Self.message(reply, refusal) : ""
        }
        let client = try await NATSClient.connect(try configuration(server.url))
        let bucket = try await client.bucket(try BucketName("b"), timeout: .seconds(3))
        _ = await expectError(.outcomeUnknown) { try await bucket.put(value("1"), at: key("a"), if: .revision(3)) }
        await client.close()
        await server.stop()
    }

    @Test(arguments: [("next", true), ("last", true), ("none", false)])
    func `a refused write that is stored all the same is found by its message id`(
        place: String,
        isStored: Bool
    ) async throws {
        let replicated = Self.stream.replacing("\"num_replicas\":1", with: "\"num_replicas\":3")
        let refusal = "{\"error\":{\"code\":400,\"err_code\":10071,\"description\":\"wrong last sequence: 9\"}}"
        let server = try await ScriptedServer.start { subject, reply in
            if subject.contains("STREAM.INFO") { return Self.message(reply, replicated) }
            return subject.hasPrefix("$KV") ? Self.message(reply, refusal) : ""
        } stored: { messageID, body in
            let isNext = body.contains("next_by_subj")
            let id = (isNext ? "next" : "last") == place ? messageID : "another"
            let headers = Base64URL.encode(Array("NATS/1.0\r\nNats-Msg-Id: \(id)\r\n\r\n".utf8))
                .replacing("-", with: "+").replacing("_", with: "/")
            return "{\"message\":{\"subject\":\"$KV.b.a\",\"seq\":\(isNext ? 4 : 9),\"hdrs\":\"\(headers)\","
                + "\"time\":\"2024-01-01T00:00:00Z\"}}"
        }
        let client = try await NATSClient.connect(try configuration(server.url))
        let bucket = try await client.bucket(try BucketName("b"), timeout: .seconds(10))
        if isStored {
            let written = try await bucket.put(value("1"), at: key("a"), if: .revision(3))
            #expect(written == WriteAcknowledgement(revision: place == "next" ? 4 : 9, isDuplicate: true))
        } else {
            let error = await expectError(.revisionMismatch) {
                try await bucket.put(value("1"), at: key("a"), if: .revision(3))
            }
            #expect(error?.currentRevision == 9)
        }
        await client.close()
        await server.stop()
    }
}
