import JSON
import NATSWire
import NIOCore
import Testing

@testable import EmbeddedNATS

@Suite(.timeLimit(.minutes(1)))
struct CoreProtocolTests {
    @Test("INFO comes first and says what clients read")
    func info() async throws {
        try await withServer { server in
            let client = try await RawClient.open(server.port)
            guard case .info(let text) = try await client.next() else {
                Issue.record("no INFO")
                return
            }
            let info = try JSONValue(parsing: Array(text.readableBytesView))
            #expect(info["version"] == "2.11.0")
            #expect(info["proto"] == 1)
            #expect(info["headers"] == true)
            #expect(info["jetstream"] == true)
            #expect(info["max_payload"] == 1_048_576)
            #expect(info["auth_required"] == nil)
            #expect(info["port"]?.number?.int64 == Int64(server.port))
            await client.close()
        }
    }

    @Test("a message reaches every matching subscription and one member of each queue group")
    func routing() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("SUB a.b 1\r\nSUB a.* 2\r\nSUB > 3\r\nSUB a.c 4\r\nSUB a.b q 5\r\nSUB a.> q 6\r\n")
            try await client.send("PUB a.b 2\r\nhi\r\n")
            let frames = try await client.settle()
            var identifiers: [String] = []
            for case .message(let message) in frames {
                identifiers.append(String(buffer: message.subscriptionIdentifier))
                #expect(String(buffer: message.payload) == "hi")
            }
            #expect(identifiers.filter { $0 < "4" }.sorted() == ["1", "2", "3"])
            #expect(identifiers.count == 4)
            #expect(!identifiers.contains("4"))
        }
    }

    @Test("UNSUB with a maximum counts all deliveries since SUB")
    func unsubscribeAfter() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("SUB a 1\r\nPUB a 0\r\n\r\nUNSUB 1 2\r\nPUB a 0\r\n\r\nPUB a 0\r\n\r\n")
            #expect(try await client.settle().count == 2)
            try await client.send(
                "SUB b 2\r\nPUB b 0\r\n\r\nPUB b 0\r\n\r\nUNSUB 2 2\r\nPUB b 0\r\n\r\nUNSUB nobody\r\n"
            )
            #expect(try await client.settle().count == 2)
        }
    }

    @Test("echo false keeps a client's own messages from it, and from nobody else")
    func echo() async throws {
        try await withServer { server in
            let silent = try await RawClient.connect(server.port, #""echo":false"#)
            let other = try await RawClient.connect(server.port)
            try await silent.send("SUB a 1\r\n")
            try await other.send("SUB a 1\r\n")
            _ = try await other.settle()
            _ = try await silent.settle()
            try await silent.send("PUB a 1\r\nx\r\n")
            #expect(try await silent.settle().isEmpty)
            #expect(try await other.message().text == "x")
        }
    }

    @Test("a request that nobody hears gets 503 at once")
    func noResponders() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            let answer = try await client.request("nobody.there")
            #expect(answer.headers == "NATS/1.0 503\r\n\r\n")
            #expect(answer.payload.isEmpty)
            #expect(try await client.request("$JS.API.UNKNOWN").headers == "NATS/1.0 503\r\n\r\n")
        }
    }

    @Test("headers go through byte for byte, and not at all to a client that does not take them")
    func headers() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            let plain = try await RawClient.open(server.port)
            _ = try await plain.next()
            try await plain.send("CONNECT {\"verbose\":false}\r\nSUB a 1\r\nPING\r\n")
            try await plain.expect(.pong)
            try await client.send("SUB a 1\r\nHPUB a 20 22\r\nNATS/1.0\r\nX:  y \r\n\r\nok\r\n")
            let message = try await client.message()
            #expect(message.headers == "NATS/1.0\r\nX:  y \r\n\r\n")
            #expect(message.text == "ok")
            let stripped = try await plain.message()
            #expect(stripped.headers == nil)
            #expect(stripped.text == "ok")
        }
    }

    @Test("verbose clients get +OK for everything but PING")
    func verbose() async throws {
        try await withServer { server in
            let client = try await RawClient.open(server.port)
            _ = try await client.next()
            try await client.send("CONNECT {}\r\nPING\r\nSUB a 1\r\nUNSUB 1\r\nPUB a 0\r\n\r\n")
            for frame in [ServerFrame.ok, .pong, .ok, .ok, .ok] { try await client.expect(frame) }
        }
    }

    @Test(
        "input that is wrong closes the connection with the real server's words",
        arguments: [
            ("FOO\r\n", "Unknown Protocol Operation"), ("PUB a 1\r\nxyz\r\n", "Unknown Protocol Operation"),
            ("PUB a 2000000\r\n", "Maximum Payload Violation"),
            ("SUB " + String(repeating: "x", count: 5000) + " 1\r\n", "maximum control line exceeded"),
            ("PUB a\r\n", nil), ("SUB \r\n", nil), ("SUB\r\n", "Unknown Protocol Operation"), ("CONNECT {\r\n", nil),
            ("PUB a -1\r\n", nil),
        ]
    )
    func fatal(input: String, error: String?) async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send(input)
            if let error { try await client.expect(.error(error)) }
            #expect(await client.isClosed())
        }
    }

    @Test("errors that do not close leave the connection working")
    func survivable() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port, #""pedantic":true"#)
            try await client.send("SUB a..b 1\r\nSUB a.>.b 2\r\nPUB a.* 0\r\n\r\n")
            let frames = try await client.settle()
            #expect(
                frames == [.error("Invalid Subject"), .error("Invalid Subject"), .error("Invalid Publish Subject")]
            )
        }
    }

    @Test(
        "credentials are checked before anything else",
        arguments: [
            (#"{"auth_token":"right","verbose":false}"#, true), (#"{"auth_token":"wrong","verbose":false}"#, false),
            (#"{"verbose":false}"#, false), (#"{"auth_token":"","verbose":false}"#, false),
        ]
    )
    func token(options: String, isAdmitted: Bool) async throws {
        try await withServer(.memory, { $0.token = "right" }) { server in
            let client = try await RawClient.open(server.port)
            _ = try await client.next()
            try await client.send("CONNECT \(options)\r\nPING\r\n")
            try await client.expect(isAdmitted ? .pong : .error("Authorization Violation"))
            if !isAdmitted { #expect(await client.isClosed()) }
        }
    }

    @Test("without CONNECT nothing is done where credentials are needed")
    func commandBeforeCredentials() async throws {
        try await withServer(.memory, { ($0.user, $0.password) = ("u", "p") }) { server in
            let client = try await RawClient.open(server.port)
            _ = try await client.next()
            try await client.send("SUB > 1\r\n")
            try await client.expect(.error("Authorization Violation"))
            #expect(await client.isClosed())
            let right = try await RawClient.connect(server.port, #""user":"u","pass":"p""#)
            #expect(try await right.settle().isEmpty)
        }
    }

    @Test("a reader that does not read is disconnected, and delays nobody")
    func slowReader() async throws {
        try await withServer(.memory, { $0.maxPendingBytes = 1 << 20 }) { server in
            let slow = try await SilentClient.connect(server.port, "SUB data 1\r\n")
            let fast = try await RawClient.connect(server.port)
            let payload = String(repeating: "x", count: 100_000)
            for _ in 0..<400 { try await fast.send(RawClient.publish("data", payload)) }
            #expect(try await fast.settle().isEmpty)
            #expect(try await slow.drain() < 400)
        }
    }
}
