import JSON
import Testing

@testable import Gateway

@Suite("Hostile WebSockets")
struct WebSocketFuzzTests {
    private static let messages = [
        #"{"type":"connection_init"}"#, #"{"type":"ping","payload":{"a":[1]}}"#, #"{"type":"pong"}"#,
        #"{"id":"1","type":"subscribe","payload":{"query":"{ kv_keys }"}}"#,
        #"{"id":"2","type":"subscribe","payload":{"query":"subscription { kv_watchAll { key } }"}}"#,
        #"{"id":"1","type":"complete"}"#, #"{"id":"2","type":"complete"}"#,
    ].map { Array($0.utf8) }

    /// One frame: a good one, one with changed bytes, one with any head, or none that is whole.
    private static func frame(_ random: inout SplitMix) -> [UInt8] {
        var payload = messages[Int(random.next() % UInt64(messages.count))]
        switch random.next() % 8 {
        case 0: payload[Int(random.next() % UInt64(payload.count))] = UInt8(truncatingIfNeeded: random.next())
        case 1: payload = (0..<Int(random.next() % 300)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        case 2:
            return WebSocketClient.bytes(
                UInt8(random.next() % 16),
                payload,
                isFinal: random.next() % 2 == 0,
                isMasked: random.next() % 4 > 0,
                reserved: random.next() % 4 == 0 ? UInt8(random.next() % 8) : 0
            )
        case 3:
            let cut = Int(random.next() % UInt64(payload.count))
            return WebSocketClient.bytes(1, Array(payload[..<cut]), isFinal: false)
                + WebSocketClient.bytes(0, Array(payload[cut...]))
        case 4: return (0..<Int(random.next() % 40)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        default: break
        }
        return WebSocketClient.bytes(1, payload)
    }

    @Test func `any frames are answered by messages of the protocol, a close code of it, or the end`() async throws {
        let rounds = FuzzSettings.rounds(otherwise: 200)
        let seed = FuzzSettings.seed ?? .random(in: .min ... .max)
        let codes: Set<Int> = [1002, 1007, 1009, 4400, 4401, 4409, 4429]
        try await TestGateway.run { gateway in
            var random = SplitMix(state: seed)
            for round in 0..<rounds {
                try await WebSocketClient.with(gateway.port) { socket in
                    let place: Comment = "seed \(seed), round \(round)"
                    try await socket.upgrade()
                    if random.next() % 4 > 0 { try? await socket.send(WebSocketClient.bytes(1, Self.messages[0])) }
                    for _ in 0..<Int(random.next() % 8 + 1) { try? await socket.send(Self.frame(&random)) }
                    try? await socket.connection.finishSending()
                    while let frame = try? await socket.frame() {
                        #expect(frame.isFinal, place)
                        switch frame.opcode {
                        case 1: #expect(throws: Never.self, place) { try JSONValue(parsing: frame.payload) }
                        case 8:
                            // What the client closed with comes back as it was.
                            guard let code = frame.closeCode else { break }
                            #expect(codes.contains(code) || code < 5000, place)
                        case 9, 10: break
                        default: Issue.record("opcode \(frame.opcode), \(place)")
                        }
                    }
                }
            }
            #expect(try await gateway.query("{ kv_keys }") == #"{"data":{"kv_keys":[]}}"#)
            var metrics = ""
            repeat {
                metrics = try await gateway.send("GET", "/metrics").body
            } while !metrics.contains("kvgraph_subscriptions_active 0\n")
        }
    }
}
