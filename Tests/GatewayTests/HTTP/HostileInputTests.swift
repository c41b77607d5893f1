import Testing

@testable import Gateway

@Suite("Hostile clients")
struct HostileInputTests {
    private static let valid = Array(
        """
        POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: */*\r\n\
        Content-Length: 59\r\nConnection: close\r\n\r\n{"query":"query($k:String!){kv_get(key:$k){key}}","a":[1]}
        """.utf8
    )

    /// The bytes with a few of them changed, dropped, doubled or cut off.
    private static func mutated(_ random: inout SplitMix) -> [UInt8] {
        var bytes = valid
        for _ in 0..<Int(random.next() % 6 + 1) where !bytes.isEmpty {
            let place = Int(random.next() % UInt64(bytes.count))
            switch random.next() % 5 {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(bytes[place], at: place)
            case 3: bytes[place] ^= 1 << UInt8(random.next() % 8)
            default: bytes.insert(contentsOf: bytes[..<place].suffix(20), at: place)
            }
        }
        if random.next() % 8 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
        return bytes
    }

    @Test func `mutated requests get an answer below 500 or a closed connection, and others go on`() async throws {
        var generator = SystemRandomNumberGenerator()
        let seed = generator.next()
        try await TestGateway.run { gateway in
            var random = SplitMix(state: seed)
            for step in 0..<400 {
                let bytes = Self.mutated(&random)
                let answer = try await RawClient.withConnection(to: gateway.port) { connection in
                    try? await connection.send(bytes)
                    try? await connection.finishSending()
                    return (try? await connection.readToEnd()) ?? ""
                }
                let status = answer.split(separator: " ").dropFirst().first.flatMap { Int($0) }
                guard let status else { continue }
                #expect(status < 500 || status == 503, "seed \(seed), step \(step): \(answer)")
                let hasBody = answer.contains("\r\n\r\n{\"") || status == 204 || status == 100
                #expect(hasBody, "seed \(seed), step \(step): \(answer)")
            }
            let answer = try await gateway.query("{ kv_keys }")
            #expect(answer == #"{"data":{"kv_keys":[]}}"#)
        }
    }

    @Test func `clients that vanish while their answer is on its way leave nothing behind`() async throws {
        try await TestGateway.run(change: { $0.server.limits.inFlight = 8 }) { gateway in
            for _ in 0..<100 {
                try await RawClient.withConnection(to: gateway.port) { connection in
                    try await connection.send(
                        "GET /graphql?query={kv_history(key:%22a%22){key}} HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    )
                }
            }
            // Were their requests still counted, none would be taken now.
            for _ in 0..<20 {
                let answer = try await gateway.query("{ kv_keys }")
                #expect(answer == #"{"data":{"kv_keys":[]}}"#)
            }
        }
    }

    @Test func `idle connections do not keep others waiting`() async throws {
        try await TestGateway.run { gateway in
            let port = gateway.port
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        try await RawClient.withConnection(to: port) { connection in
                            try await connection.send("GET / HTT")
                            let answer = try await gateway.query("{ kv_keys }")
                            #expect(answer == #"{"data":{"kv_keys":[]}}"#)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
