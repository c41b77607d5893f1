import JSON
import Testing

@testable import Gateway

/// Every message and every close code of `graphql-transport-ws`, over a real socket.
@Suite("graphql-transport-ws over a socket")
struct WebSocketSocketTests {
    private static let ack = #"{"type":"connection_ack"}"#

    // MARK: The upgrade

    @Test func `the upgrade names the subprotocol, proves the key and negotiates no extension`() async throws {
        try await TestGateway.run { gateway in
            try await WebSocketClient.with(gateway.port) { socket in
                let head = try await socket.upgrade(
                    fields: "Sec-WebSocket-Protocol: other, graphql-transport-ws\r\n"
                        + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
                )
                #expect(head.hasPrefix("HTTP/1.1 101 "))
                let lower = head.lowercased()
                // The example of RFC 6455, section 1.3.
                #expect(head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
                #expect(lower.contains("sec-websocket-protocol: graphql-transport-ws\r\n"))
                #expect(!lower.contains("extensions"))
                try await socket.send(#"{"type":"connection_init"}"#)
                #expect(try await socket.message() == Self.ack)
            }
        }
    }

    @Test(
        "an upgrade is refused",
        arguments: [
            ("Origin: https://evil.example\r\n", 403, "FORBIDDEN"),
            ("Origin: null\r\n", 403, "FORBIDDEN"),
            ("Sec-WebSocket-Version: 12\r\n", 426, "version 13"),
        ]
    )
    func refusedUpgrades(fields: String, status: Int, part: String) async throws {
        try await TestGateway.run { gateway in
            try await WebSocketClient.with(gateway.port) { socket in
                try await socket.connection.send(
                    "GET /graphql HTTP/1.1\r\nHost: localhost\r\n\(WebSocketClient.fields)"
                        + "\(WebSocketClient.subprotocol)\(fields)\r\n"
                )
                let answer = try await socket.connection.response()
                #expect(answer.head.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
                #expect(answer.body.hasPrefix(#"{"errors":[{"message":""#))
                #expect(answer.body.contains(part), "\(answer)")
            }
        }
    }

    @Test func `the same origin and configured ones may connect`() async throws {
        try await TestGateway.run(change: { $0.server.corsOrigins = ["https://app.example"] }) { gateway in
            for origin in ["http://localhost", "https://app.example", "https://APP.example"] {
                try await WebSocketClient.with(gateway.port) { socket in
                    let head = try await socket.upgrade(fields: WebSocketClient.subprotocol + "Origin: \(origin)\r\n")
                    #expect(head.hasPrefix("HTTP/1.1 101 "), "\(origin): \(head)")
                }
            }
        }
    }

    @Test func `only the path of GraphQL can be upgraded, and only by GET`() async throws {
        try await TestGateway.run { gateway in
            for path in ["/", "/healthz", "/schema.graphql", "/nothing", "/graphql/"] {
                try await WebSocketClient.with(gateway.port) { socket in
                    let head = try await socket.upgrade(path)
                    #expect(!head.hasPrefix("HTTP/1.1 101 "), "\(path): \(head)")
                }
            }
            try await RawClient.withConnection(to: gateway.port) { connection in
                try await connection.send(
                    "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\(WebSocketClient.fields)\r\n"
                )
                #expect(try await connection.response().head.hasPrefix("HTTP/1.1 415 "))
            }
        }
    }

    @Test(
        "without the subprotocol the socket is closed with 4406",
        arguments: ["", "Sec-WebSocket-Protocol: graphql-ws\r\n"]
    )
    func subprotocol(fields: String) async throws {
        try await TestGateway.run { gateway in
            try await WebSocketClient.with(gateway.port) { socket in
                let head = try await socket.upgrade(fields: fields)
                #expect(head.hasPrefix("HTTP/1.1 101 "))
                #expect(!head.lowercased().contains("sec-websocket-protocol"))
                let close = try await socket.close()
                #expect(close.closeCode == 4406)
                #expect(String(decoding: close.payload.dropFirst(2), as: UTF8.self) == "Subprotocol not acceptable")
            }
        }
    }

    // MARK: Close codes

    @Test(
        "what breaks the protocol closes with its code",
        arguments: [
            (["{"], 4400), ([#"{"type":"start","id":"1"}"#], 4400), (["[]"], 4400),
            ([#"{"type":"subscribe","id":"1","payload":{"query":"{ __typename }"}}"#], 4401),
            ([#"{"type":"connection_init"}"#, #"{"type":"connection_init"}"#], 4429),
            ([#"{"type":"connection_init"}"#, #"{"type":"subscribe","id":"1","payload":{}}"#], 4400),
            ([#"{"type":"connection_init"}"#, #"{"type":"subscribe","id":"1","payload":{"query":1}}"#], 4400),
            (
                [
                    #"{"type":"connection_init"}"#,
                    #"{"type":"subscribe","id":"1","payload":{"query":"subscription{kv_watchAll{key}}"}}"#,
                    #"{"type":"subscribe","id":"1","payload":{"query":"{ __typename }"}}"#,
                ], 4409
            ),
        ]
    )
    func closeCodes(messages: [String], code: Int) async throws {
        try await TestGateway.run { gateway in
            try await WebSocketClient.with(gateway.port) { socket in
                try await socket.upgrade()
                for message in messages { try await socket.send(message) }
                let close = try await socket.close()
                #expect(close.closeCode == code)
                // Once the client has closed too, so does the socket.
                try await socket.send(WebSocketClient.bytes(8, []))
                #expect(try await socket.connection.readToEnd() == "")
            }
        }
    }

    struct BrokenFrame: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var code: Int
        var bytes: [UInt8]

        init(_ name: String, _ code: Int, _ bytes: [UInt8]) {
            (testDescription, self.code, self.bytes) = (name, code, bytes)
        }
    }

    private static let spaces = [UInt8](repeating: 0x20, count: 1500)
    static let brokenFrames: [BrokenFrame] = [
        BrokenFrame("unmasked", 1002, WebSocketClient.bytes(1, [0x7B, 0x7D], isMasked: false)),
        BrokenFrame("reserved bit", 1002, WebSocketClient.bytes(1, [0x7B, 0x7D], reserved: 4)),
        BrokenFrame("continuation of nothing", 1002, WebSocketClient.bytes(0, [0x7B, 0x7D])),
        BrokenFrame("unknown opcode", 1002, WebSocketClient.bytes(3, [])),
        BrokenFrame("unknown control frame", 1002, WebSocketClient.bytes(11, [])),
        BrokenFrame("ping in parts", 1002, WebSocketClient.bytes(9, [], isFinal: false)),
        BrokenFrame("long ping", 1002, WebSocketClient.bytes(9, [UInt8](repeating: 0, count: 126))),
        BrokenFrame("half a close code", 1002, WebSocketClient.bytes(8, [3])),
        BrokenFrame("close code 1005", 1002, WebSocketClient.bytes(8, [3, 237])),
        BrokenFrame("no UTF-8", 1007, WebSocketClient.bytes(1, [0xFF])),
        BrokenFrame("binary", 4400, WebSocketClient.bytes(2, [])),
        BrokenFrame("large", 1009, WebSocketClient.bytes(1, spaces + spaces)),
        BrokenFrame(
            "large in parts",
            1009,
            WebSocketClient.bytes(1, spaces, isFinal: false) + WebSocketClient.bytes(0, spaces)
        ),
    ]

    @Test("frames that break RFC 6455 close with its codes", arguments: brokenFrames)
    func frames(frame: BrokenFrame) async throws {
        try await TestGateway.run(change: { $0.server.limits.body = 2000 }) { gateway in
            try await WebSocketClient.with(gateway.port) { socket in
                try await socket.open()
                try await socket.send(frame.bytes)
                #expect(try await socket.close().closeCode == frame.code)
            }
        }
    }

    @Test func `a client that does not begin within 3 s is closed with 4408`() async throws {
        try await TestGateway.run { gateway in
            try await WebSocketClient.with(gateway.port) { socket in
                let start = ContinuousClock.now
                try await socket.upgrade()
                #expect(try await socket.close().closeCode == 4408)
                let elapsed = ContinuousClock.now - start
                #expect(elapsed >= .milliseconds(2900) && elapsed < .seconds(10), "\(elapsed)")
            }
        }
    }

    @Test func `a close of the client is answered with its code and ends the socket`() async throws {
        try await TestGateway.run { gateway in
            for payload in [[], [3, 232], [0x0F, 0xA0] + Array("bye".utf8)] as [[UInt8]] {
                try await WebSocketClient.with(gateway.port) { socket in
                    try await socket.open()
                    try await socket.send(WebSocketClient.bytes(8, payload))
                    #expect(try await socket.close().payload == Array(payload.prefix(2)))
                    #expect(try await socket.connection.readToEnd() == "")
                }
            }
        }
    }

    // MARK: Messages

    @Test("queries, mutations and subscriptions run on one socket", arguments: StoreServer.allCases)
    func operations(server: StoreServer) async throws {
        try await TestGateway.run(server) { gateway in
            try await WebSocketClient.with(gateway.port) { socket in
                try await socket.open()
                try await socket.subscribe("q", "{ kv_keys }")
                #expect(try await socket.message() == #"{"id":"q","type":"next","payload":{"data":{"kv_keys":[]}}}"#)
                #expect(try await socket.message() == #"{"id":"q","type":"complete"}"#)
                try await socket.subscribe("s", "subscription { kv_watch(keys: [\"a\"]) { key revision } }")
                try await socket.subscribe("m", "mutation { kv_put(key: \"a\", value: {token: \"1\"}) { revision } }")
                var messages: Set<String> = []
                for _ in 0..<3 { messages.insert(try await socket.message()) }
                let event = #"{"data":{"kv_watch":{"key":"a","revision":1}}}"#
                #expect(
                    messages == [
                        #"{"id":"m","type":"next","payload":{"data":{"kv_put":{"revision":1}}}}"#,
                        #"{"id":"m","type":"complete"}"#, #"{"id":"s","type":"next","payload":\#(event)}"#,
                    ]
                )
                try await socket.send(#"{"type":"complete","id":"s"}"#)
                // The id is free again at once.
                try await socket.subscribe("s", "{ __typename }")
                #expect(
                    try await socket.message() == #"{"id":"s","type":"next","payload":{"data":{"__typename":"Query"}}}"#
                )
                #expect(try await socket.message() == #"{"id":"s","type":"complete"}"#)
            }
            var metrics = ""
            repeat {
                metrics = try await gateway.send("GET", "/metrics").body
            } while !metrics.contains("kvgraph_subscriptions_active 0\n")
        }
    }

    @Test(
        "an operation that cannot begin is one error message and no complete",
        arguments: [
            ("{", "GRAPHQL_PARSE_FAILED"), ("{ unknown }", "GRAPHQL_VALIDATION_FAILED"),
            ("query($a: Int!) { kv_keys }", "GRAPHQL_VALIDATION_FAILED"),
            ("query($k: String!) { kv_get(key: $k) { key } }", "BAD_USER_INPUT"),
            ("subscription { kv_watch(keys: [\"a b\"]) { key } }", "KEY_INVALID"),
        ]
    )
    func errors(query: String, code: String) async throws {
        try await TestGateway.run { gateway in
            try await WebSocketClient.with(gateway.port) { socket in
                try await socket.open()
                try await socket.subscribe("1", query)
                let error = try await socket.message()
                #expect(error.hasPrefix(#"{"id":"1","type":"error","payload":[{"message":""#), "\(error)")
                #expect(error.contains(code), "\(error)")
                try await socket.send(#"{"type":"ping"}"#)
                #expect(try await socket.message() == #"{"type":"pong"}"#)
            }
        }
    }

    @Test func `pings of the protocol and of RFC 6455 are answered with their payload`() async throws {
        try await TestGateway.run { gateway in
            try await WebSocketClient.with(gateway.port) { socket in
                try await socket.upgrade()
                try await socket.send(#"{"type":"ping","payload":{"n": 1.0}}"#)
                #expect(try await socket.message() == #"{"type":"pong","payload":{"n": 1.0}}"#)
                try await socket.send(#"{"type":"pong","payload":{}}"#)
                try await socket.send(WebSocketClient.bytes(9, [1, 2, 3]))
                #expect(try await socket.frame() == WebSocketClient.Frame(opcode: 10, payload: [1, 2, 3]))
                try await socket.send(WebSocketClient.bytes(10, [9]))
                try await socket.send(#"{"type":"connection_init","payload":{"a":1}}"#)
                #expect(try await socket.message() == Self.ack)
            }
        }
    }

    @Test func `a message in many frames, with a ping between, and byte by byte, is one message`() async throws {
        try await TestGateway.run { gateway in
            try await WebSocketClient.with(gateway.port) { socket in
                try await socket.open()
                let message = Array(#"{"id":"1","type":"subscribe","payload":{"query":"{ __typename }"}}"#.utf8)
                for (index, byte) in message.enumerated() {
                    let isLast = index == message.count - 1
                    let frame = WebSocketClient.bytes(index == 0 ? 1 : 0, [byte], isFinal: isLast)
                    for byte in frame { try await socket.send([byte]) }
                    if index == 5 { try await socket.send(WebSocketClient.bytes(9, [5])) }
                }
                #expect(try await socket.frame() == WebSocketClient.Frame(opcode: 10, payload: [5]))
                #expect(try await socket.message().contains(#""payload":{"data":{"__typename":"Query"}}"#))
            }
        }
    }

    @Test func `a message of the size of the body limit is taken`() async throws {
        try await TestGateway.run { gateway in
            try await WebSocketClient.with(gateway.port) { socket in
                try await socket.open()
                let message = #"{"id":"1","type":"subscribe","payload":{"query":"{ __typename }"}}"#
                let filling = String(repeating: " ", count: (10 << 20) - message.utf8.count)
                try await socket.send(message + filling)
                #expect(try await socket.message().contains(#""type":"next""#))
                #expect(try await socket.message().contains(#""type":"complete""#))
                try await socket.send(message + filling + " ")
                #expect(try await socket.close().closeCode == 1009)
            }
        }
    }

    @Test func `operations above the limit of a socket are refused and the others go on`() async throws {
        try await TestGateway.run(change: { $0.server.limits.socketOperations = 2 }) { gateway in
            try await WebSocketClient.with(gateway.port) { socket in
                try await socket.open()
                for id in ["1", "2"] { try await socket.subscribe(id, "subscription { kv_watchAll { key } }") }
                try await socket.subscribe("3", "{ __typename }")
                let refusal = try await socket.message()
                #expect(refusal.hasPrefix(#"{"id":"3","type":"error""#) && refusal.contains("2 are allowed"))
                try await socket.send(#"{"type":"complete","id":"1"}"#)
                try await socket.subscribe("3", "{ __typename }")
                #expect(try await socket.message().hasPrefix(#"{"id":"3","type":"next""#))
            }
        }
    }

    @Test func `stopping completes the operations and closes with 1001`() async throws {
        try await TestGateway.run { gateway in
            try await WebSocketClient.with(gateway.port) { socket in
                try await socket.open()
                try await socket.subscribe("1", "subscription { kv_watchAll { key } }")
                try await socket.send(#"{"type":"ping"}"#)
                #expect(try await socket.message() == #"{"type":"pong"}"#)
                async let stopped: Void = gateway.gateway.stop()
                #expect(try await socket.message() == #"{"id":"1","type":"complete"}"#)
                #expect(try await socket.close().closeCode == 1001)
                try await socket.send(WebSocketClient.bytes(8, [3, 233]))
                #expect(try await socket.connection.readToEnd() == "")
                await stopped
            }
        }
    }

    @Test func `a client that vanishes takes its watches with it`() async throws {
        try await TestGateway.run { gateway in
            try await WebSocketClient.with(gateway.port) { socket in
                try await socket.open()
                for id in 1...5 { try await socket.subscribe("\(id)", "subscription { kv_watchAll { key } }") }
                try await socket.send(#"{"type":"ping"}"#)
                #expect(try await socket.message() == #"{"type":"pong"}"#)
                #expect(try await gateway.send("GET", "/metrics").body.contains("kvgraph_subscriptions_active 5\n"))
            }
            var metrics = ""
            repeat {
                metrics = try await gateway.send("GET", "/metrics").body
            } while !metrics.contains("kvgraph_subscriptions_active 0\n")
        }
    }
}
