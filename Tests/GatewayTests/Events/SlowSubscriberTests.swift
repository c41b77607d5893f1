import NIOCore
import Synchronization
import Testing

@testable import Gateway

/// Clients that stop taking their events.
@Suite("Slow subscribers", .serialized)
struct SlowSubscriberTests {
    private final class Progress: Sendable { let count = Mutex(0) }

    enum Transport: Sendable, CaseIterable { case socket, events }

    private static let filling = String(repeating: "x", count: 20_000)

    private static func put(_ gateway: TestGateway, _ key: String, _ token: String) async throws {
        let answer = try await gateway.query(
            "mutation { kv_put(key: \"\(key)\", value: {token: \"\(token)\"}) { key } }"
        )
        #expect(answer == #"{"data":{"kv_put":{"key":"\#(key)"}}}"#)
    }

    private static func counter(_ name: String, _ gateway: TestGateway) async throws -> Int {
        let text = try await gateway.send("GET", "/metrics").body
        let line = text.split(separator: "\n").first { $0.hasPrefix("kvgraph_\(name) ") }
        return line?.split(separator: " ").last.flatMap { Int($0) } ?? -1
    }

    /// Subscribes to everything by this transport, with a small receive buffer, and reads the entry that is there.
    private static func subscribe(
        _ transport: Transport,
        _ port: Int,
        _ body: (RawClient.Connection, () async throws -> String) async throws -> Void
    ) async throws {
        let query = "subscription { kv_watchAll { key value { token } revision } }"
        try await RawClient.withConnection(to: port, receiveBuffer: 8192) { connection in
            switch transport {
            case .socket:
                let socket = WebSocketClient(connection: connection)
                try await socket.open()
                try await socket.subscribe("1", query)
                try await body(connection) { try await socket.message() }
            case .events:
                let text = #"{"query":"\#(query)"}"#
                try await connection.send(
                    "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Accept: text/event-stream\r\nContent-Length: \(text.utf8.count)\r\n\r\n" + text
                )
                _ = try await connection.read(through: "\r\n\r\n")
                try await body(connection) {
                    _ = try await connection.read(through: "data:")
                    return try await connection.read(through: "\n\n")
                }
            }
        }
    }

    @Test("the newest state of each key is kept, in order", arguments: Transport.allCases)
    func conflation(transport: Transport) async throws {
        try await TestGateway.run(change: { $0.server.limits.subscriptionBuffer = 8 }) { gateway in
            try await Self.put(gateway, "first", "0")
            try await Self.subscribe(transport, gateway.port) { _, next in
                #expect(try await next().contains(#""key":"first""#))
                // Nothing is read while these come: 400 entries of 20 KB on 5 keys, more than any socket takes.
                for round in 0..<80 {
                    for key in 0..<5 { try await Self.put(gateway, "k\(key)", "\(round)\(Self.filling)") }
                }
                try await Self.put(gateway, "last", "0")
                var (newest, previous, count) = ([String: Int](), 1, 0)
                while newest["last"] == nil {
                    let event = try await next()
                    let key = try #require(event.firstMatch(of: #/"key":"([^"]*)"/#)).1
                    let revision = try #require(event.firstMatch(of: #/"revision":(\d+)/#).flatMap { Int($0.1) })
                    #expect(revision > previous)
                    (previous, count) = (revision, count + 1)
                    newest[String(key)] = event.firstMatch(of: #/"token":"(\d+)x/#).flatMap { Int($0.1) } ?? 0
                }
                for key in 0..<5 { #expect(newest["k\(key)"] == 79) }
                // The rest of what was written was conflated here or had left the bucket's history.
                #expect(count < 401)
                #expect(try await Self.counter("subscriptions_ended_total", gateway) == 0)
            }
        }
    }

    @Test("where it is so configured the subscription ends with an error", arguments: Transport.allCases)
    func end(transport: Transport) async throws {
        try await TestGateway.run(change: {
            $0.server.limits.subscriptionBuffer = 8
            $0.server.subscriptionOverflow = .end
        }) { gateway in
            try await Self.put(gateway, "first", "0")
            try await Self.subscribe(transport, gateway.port) { connection, next in
                #expect(try await next().contains(#""key":"first""#))
                var written = 1
                while try await Self.counter("subscriptions_ended_total", gateway) == 0, written < 3000 {
                    try await Self.put(gateway, "k", "\(written)\(Self.filling)")
                    written += 1
                }
                #expect(try await Self.counter("subscriptions_active", gateway) == 0)
                // Everything up to the end comes in order, none is missing, and the last is the error.
                var tokens: [Int] = []
                var event = try await next()
                while let token = event.firstMatch(of: #/"token":"(\d+)x/#).flatMap({ Int($0.1) }) {
                    tokens.append(token)
                    event = try await next()
                }
                #expect(tokens == Array(1..<(tokens.count + 1)))
                #expect(tokens.count < written - 1)
                #expect(event.contains("SUBSCRIBER_TOO_SLOW"), "\(event)")
            }
        }
    }

    @Test func `pings of a client that reads no answers do not fill the memory`() async throws {
        try await TestGateway.run { gateway in
            try await RawClient.withConnection(to: gateway.port, receiveBuffer: 8192) { connection in
                let socket = WebSocketClient(connection: connection)
                try await socket.open()
                let ping = WebSocketClient.bytes(9, [UInt8](repeating: 7, count: 125))
                let many = Array(repeatElement(ping, count: 1000).joined())
                let progress = Progress()
                let flooding = Task { [channel = connection.channel] in
                    for _ in 0..<250 where !Task.isCancelled {
                        try await channel.writeAndFlush(ByteBuffer(bytes: many)).get()
                        progress.count.withLock { $0 += 1 }
                    }
                }
                // It stands still while a good many other requests are answered.
                var (before, after) = (-1, 0)
                while before != after {
                    before = after
                    for _ in 0..<100 { #expect(try await gateway.send("GET", "/healthz").status == 200) }
                    after = progress.count.withLock { $0 }
                }
                #expect(after < 250, "32 MB of pings were taken without an answer read")
                // Once answers are read, it goes on.
                while progress.count.withLock({ $0 }) == after {
                    let frame = try await socket.frame()
                    #expect(frame.opcode == 10 && frame.payload.count == 125 || frame.opcode == 9)
                }
                flooding.cancel()
            }
        }
    }
}
