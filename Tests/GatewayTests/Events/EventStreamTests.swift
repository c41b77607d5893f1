import Testing

@testable import Gateway

@Suite("Subscriptions over Server-Sent Events", .serialized)
struct EventStreamTests {
    private static let selection = "{ key value { token } revision }"

    /// Opens a stream and reads its head.
    private static func open(
        _ connection: RawClient.Connection,
        _ query: String,
        fields: String = ""
    ) async throws -> String {
        var body = Array(#"{"query":"#.utf8)
        JSONText.append(query, to: &body)
        body += "}".utf8
        try await connection.send(
            "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Accept: text/event-stream\r\n\(fields)Content-Length: \(body.count)\r\n\r\n"
                + String(decoding: body, as: UTF8.self)
        )
        return try await connection.read(through: "\r\n\r\n")
    }

    private static func event(_ field: String, _ key: String, _ token: String?, _ revision: Int) -> String {
        let value = token.map { #"{"token":"\#($0)"}"# } ?? "null"
        let data = #"{"data":{"\#(field)":{"key":"\#(key)","value":\#(value),"revision":\#(revision)}}}"#
        return "event: next\nid: \(revision)\ndata: \(data)\n\n"
    }

    /// The events of the next chunks, until as many have come.
    private static func events(_ connection: RawClient.Connection, count: Int) async throws -> [String] {
        var events: [String] = []
        while events.count < count { events.append(try await event(connection)) }
        return events
    }

    private static func event(_ connection: RawClient.Connection) async throws -> String {
        while true {
            let text = try await connection.read(through: "\n\n")
            // The frame of the chunk stands before it, and the end of the one before; comments are none.
            let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
            guard let start = lines.firstIndex(where: { $0.hasPrefix("event:") }) else { continue }
            return lines[start...].joined(separator: "\n")
        }
    }

    private static func put(_ gateway: TestGateway, _ key: String, _ token: String) async throws {
        let answer = try await gateway.query(
            "mutation { kv_put(key: \"\(key)\", value: {token: \"\(token)\"}) { key } }"
        )
        #expect(answer == #"{"data":{"kv_put":{"key":"\#(key)"}}}"#)
    }

    @Test(
        "current entries come first, then every change in order, deletions with null",
        arguments: StoreServer.allCases
    )
    func watch(server: StoreServer) async throws {
        try await TestGateway.run(server) { gateway in
            try await Self.put(gateway, "a", "0")
            try await Self.put(gateway, "b", "0")
            try await Self.put(gateway, "c", "0")
            try await RawClient.withConnection(to: gateway.port) { two in
                let head = try await Self.open(two, "subscription { kv_watch(keys: [\"a\", \"b\"]) \(Self.selection) }")
                #expect(head.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"))
                #expect(
                    try await Self.events(two, count: 2) == [
                        Self.event("kv_watch", "a", "0", 1), Self.event("kv_watch", "b", "0", 2),
                    ]
                )
                try await RawClient.withConnection(to: gateway.port) { all in
                    _ = try await Self.open(all, "subscription { kv_watchAll \(Self.selection) }")
                    #expect(try await Self.events(all, count: 3).count == 3)
                    for (key, token) in [("a", "1"), ("b", "1"), ("c", "1"), ("a", "2"), ("b", "2")] {
                        try await Self.put(gateway, key, token)
                    }
                    _ = try await gateway.query("mutation { kv_delete(key: \"a\") }")
                    let changes =
                        [
                            ("a", "1", 4), ("b", "1", 5), ("c", "1", 6), ("a", "2", 7), ("b", "2", 8), ("a", nil, 9),
                        ] as [(String, String?, Int)]
                    #expect(
                        try await Self.events(all, count: 6)
                            == changes.map { Self.event("kv_watchAll", $0.0, $0.1, $0.2) }
                    )
                    #expect(
                        try await Self.events(two, count: 5)
                            == changes.filter { $0.0 != "c" }.map { Self.event("kv_watch", $0.0, $0.1, $0.2) }
                    )
                }
            }
        }
    }

    @Test("wildcards and overlapping keys give each event once", arguments: StoreServer.allCases)
    func wildcards(server: StoreServer) async throws {
        try await TestGateway.run(server) { gateway in
            try await RawClient.withConnection(to: gateway.port) { connection in
                try await Self.put(gateway, "user.1", "0")
                _ = try await Self.open(
                    connection,
                    "subscription { kv_watch(keys: [\"user.*\", \"user.1\", \"user.>\"]) \(Self.selection) }"
                )
                #expect(try await Self.event(connection) == Self.event("kv_watch", "user.1", "0", 1))
                try await Self.put(gateway, "other", "0")
                try await Self.put(gateway, "user.2.x", "0")
                #expect(try await Self.event(connection) == Self.event("kv_watch", "user.2.x", "0", 3))
            }
        }
    }

    @Test func `a client that comes back goes on behind the event it saw last`() async throws {
        try await TestGateway.run { gateway in
            for token in 1...4 { try await Self.put(gateway, "a", "\(token)") }
            let cases = [("2", [3, 4]), ("4", [5]), ("99", [4]), ("x", [4]), ("18446744073709551615", [4])]
            for (id, revisions) in cases {
                try await RawClient.withConnection(to: gateway.port) { connection in
                    _ = try await Self.open(
                        connection,
                        "subscription { kv_watchAll \(Self.selection) }",
                        fields: "Last-Event-ID: \(id)\r\n"
                    )
                    if revisions == [5] { try await Self.put(gateway, "a", "5") }
                    for revision in revisions where revision < 5 || revisions == [5] {
                        let newest = try await Self.event(connection)
                        #expect(
                            newest.contains("id: \(revisions == [4] && id != "2" ? 5 : revision)\n"),
                            "\(id): \(newest)"
                        )
                    }
                }
            }
        }
    }

    @Test(
        "a request error is 200 with one event without data, then complete",
        arguments: [
            ("{", "GRAPHQL_PARSE_FAILED"), ("{ unknown }", "GRAPHQL_VALIDATION_FAILED"),
            ("query($a: String!) { kv_get(key: $a) { key } }", "BAD_USER_INPUT"),
            ("subscription { kv_watch(keys: [\"a b\"]) { key } }", "KEY_INVALID"),
            ("subscription { kv_watch(keys: []) { key } }", "BAD_USER_INPUT"),
        ]
    )
    func requestErrors(query: String, code: String) async throws {
        try await TestGateway.run { gateway in
            try await RawClient.withConnection(to: gateway.port) { connection in
                let head = try await Self.open(connection, query)
                #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
                let next = try await Self.event(connection)
                #expect(next.hasPrefix("event: next\ndata: {\"errors\":["), "\(next)")
                #expect(next.contains(code), "\(next)")
                #expect(!next.contains("\"data\":"))
                #expect(try await Self.event(connection) == "event: complete\ndata:\n\n")
                #expect(try await connection.read(through: "0\r\n\r\n").hasSuffix("0\r\n\r\n"))
            }
        }
    }

    @Test func `queries and mutations are streamed too, also by GET, and the connection goes on`() async throws {
        try await TestGateway.run { gateway in
            try await RawClient.withConnection(to: gateway.port) { connection in
                _ = try await Self.open(
                    connection,
                    "mutation { kv_put(key: \"a\", value: {token: \"1\"}) { revision } }"
                )
                #expect(
                    try await Self.event(connection)
                        == "event: next\ndata: {\"data\":{\"kv_put\":{\"revision\":1}}}\n\n"
                )
                #expect(try await Self.event(connection) == "event: complete\ndata:\n\n")
                _ = try await connection.read(through: "0\r\n\r\n")
                try await connection.send(
                    "GET /graphql?query={kv_keys} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                )
                _ = try await connection.read(through: "\r\n\r\n")
                #expect(try await Self.event(connection) == "event: next\ndata: {\"data\":{\"kv_keys\":[\"a\"]}}\n\n")
            }
        }
    }

    @Test func `a quiet stream gets a comment every 12 s, and as often as was set`() async throws {
        #expect(ServerConfiguration().eventKeepAlive == .seconds(12))
        try await TestGateway.run(change: { $0.server.eventKeepAlive = .milliseconds(20) }) { gateway in
            try await RawClient.withConnection(to: gateway.port) { connection in
                _ = try await Self.open(connection, "subscription { kv_watchAll { key } }")
                for _ in 0..<3 { #expect(try await connection.read(through: ":\n\n\r\n") == "3\r\n:\n\n\r\n") }
            }
        }
    }

    @Test func `HEAD of a subscription is its head and no watch`() async throws {
        try await TestGateway.run { gateway in
            let target = "/graphql?query=subscription{kv_watchAll{key}}"
            let answer = try await gateway.send("HEAD", target, ["Accept": "text/event-stream"])
            #expect(answer.status == 200)
            #expect(answer.field("Content-Type") == "text/event-stream; charset=utf-8")
            #expect(answer.body == "")
            let metrics = try await gateway.send("GET", "/metrics")
            #expect(metrics.body.contains("kvgraph_subscriptions_active 0\n"))
        }
    }

    @Test func `a client that goes away takes its watch with it`() async throws {
        try await TestGateway.run { gateway in
            try await RawClient.withConnection(to: gateway.port) { connection in
                try await Self.put(gateway, "a", "1")
                _ = try await Self.open(connection, "subscription { kv_watchAll { key } }")
                _ = try await Self.event(connection)
                let metrics = try await gateway.send("GET", "/metrics")
                #expect(metrics.body.contains("kvgraph_subscriptions_active 1\n"))
            }
            var metrics = ""
            repeat {
                metrics = try await gateway.send("GET", "/metrics").body
            } while metrics.contains("kvgraph_subscriptions_active 1\n")
            #expect(metrics.contains("kvgraph_subscriptions_active 0\n"))
        }
    }

    @Test func `stopping completes every subscription`() async throws {
        try await TestGateway.run { gateway in
            try await RawClient.withConnection(to: gateway.port) { connection in
                _ = try await Self.open(connection, "subscription { kv_watchAll { key } }")
                async let stopped: Void = gateway.gateway.stop()
                #expect(try await connection.readToEnd().hasSuffix("event: complete\ndata:\n\n\r\n0\r\n\r\n"))
                await stopped
            }
        }
    }

    @Test func `a client that reads slowly gets the newest of every key in order, and nothing twice`() async throws {
        try await TestGateway.run(change: { $0.server.limits.subscriptionBuffer = 16 }) { gateway in
            let filling = String(repeating: "x", count: 30_000)
            try await RawClient.withConnection(to: gateway.port, receiveBuffer: 8192) { slow in
                _ = try await Self.open(slow, "subscription { kv_watchAll { key value { token } revision } }")
                try await Self.put(gateway, "first", "0")
                #expect(try await Self.event(slow).contains("first"))
                // Nothing is read while these come: 240 entries of 30 KB on 40 keys, far more than any socket holds.
                for round in 0..<6 {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for key in 0..<40 {
                            group.addTask { try await Self.put(gateway, "key\(key)", "\(round)\(filling)") }
                        }
                        try await group.waitForAll()
                    }
                }
                try await Self.put(gateway, "last", "0")
                var newest: [String: Int] = [:]
                var previous = 1
                while newest["last"] == nil {
                    let event = try await Self.event(slow)
                    let key = try #require(event.firstMatch(of: #/"key":"([^"]*)"/#)).1
                    let revision = try #require(event.firstMatch(of: #/id: (\d+)/#).flatMap { Int($0.1) })
                    #expect(revision > previous)
                    previous = revision
                    newest[String(key)] = event.firstMatch(of: #/"token":"(\d+)x/#).flatMap { Int($0.1) } ?? 0
                }
                for key in 0..<40 { #expect(newest["key\(key)"] == 5) }
            }
        }
    }
}
