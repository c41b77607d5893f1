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

    /// A request of parts that mean something, in any combination.
    private static func composed(_ random: inout SplitMix) -> [UInt8] {
        func pick(_ choices: [String]) -> String { choices[Int(random.next() % UInt64(choices.count))] }
        var text = pick(["GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "CONNECT", "PRI", "get", "G\0T"]) + " "
        text += pick([
            "/graphql", "/graphql", "/graphql?query={kv_keys}", "/graphql?query=%7B%ff", "*",
            "http://localhost/graphql",
            "/graphql?query=subscription{kv_watchAll{key}}", "/graphql?variables=%7B", "//", "/metrics", "/é", "/?#",
            "/models/kv.json", "/graphql?query={a:kv_keys}&variables=null&extensions={%22persistedQuery%22:{}}",
        ])
        text += " HTTP/" + pick(["1.1", "1.1", "1.1", "1.0", "2.0", "1.11", "0.9"]) + "\r\n"
        let bodies = [
            "", "{}", "[]", #"{"query":"{ kv_keys }"}"#, #"[{"query":"{ kv_keys }"},1]"#, #"{"query":"\ud800"}"#,
            #"{"query":"query($k: String!) { kv_get(key: $k) { value { token } } }","variables":{"k":"\u0000"}}"#,
            #"{"query":"subscription { kv_watchAll { key } }"}"#, #"{"query":"{"}"#, #"{"extensions":{"a":1e999}}"#,
            #"{"query":"mutation { kv_put(key: \"a\", value: {token: \"\"}) { revision } }"}"#, "\u{FEFF}{}",
            String(repeating: "[", count: 300), #"{"query":"{ kv_getRevision(key: \"a\", revision: -1) { key } }"}"#,
        ]
        let body = pick(bodies)
        let fields = [
            "Host: localhost", "Host: 127.0.0.1:1", "Host: evil.example", "Host:", "Accept: text/event-stream",
            "Accept: application/graphql-response+json;q=0.5, */*;q=2", "Accept: ,;=", "Content-Type: application/json",
            "Content-Type: application/json; charset=x", "Content-Type:", "Content-Encoding: gzip",
            "Accept-Encoding: gzip",
            "Content-Length: \(body.utf8.count)", "Content-Length: \(body.utf8.count)", "Content-Length: -1",
            "Content-Length: 99999999999", "Transfer-Encoding: chunked", "Transfer-Encoding: x", "Expect: 100-continue",
            "Connection: close", "Connection: Upgrade", "Upgrade: websocket", "Upgrade: h2c",
            "HTTP2-Settings: AAMAAABk",
            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Origin: null", "Cookie: a=\t",
            "Last-Event-ID: 99999999999999999999", "X-Request-Id: \u{1}", "traceparent: 00-0-0-0", " folded", ":",
            "a b: c",
        ]
        text += "Host: localhost\r\n"
        for _ in 0..<Int(random.next() % 6) { text += pick(fields) + "\r\n" }
        if random.next() % 2 == 0 {
            text += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        }
        return Array((text + "\r\n" + body).utf8)
    }

    private static func status(_ answer: String) -> Int? {
        answer.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }

    @Test func `mutated requests get an answer below 500 or a closed connection, and others go on`() async throws {
        let rounds = FuzzSettings.rounds(otherwise: 400)
        let seed = FuzzSettings.seed ?? .random(in: .min ... .max)
        try await TestGateway.run { gateway in
            var random = SplitMix(state: seed)
            for step in 0..<rounds {
                let bytes = random.next() % 2 == 0 ? Self.mutated(&random) : Self.composed(&random)
                let answer = try await RawClient.withConnection(to: gateway.port) { connection in
                    try? await connection.send(bytes)
                    try? await connection.finishSending()
                    return (try? await connection.readToEnd()) ?? ""
                }
                guard let status = Self.status(answer) else { continue }
                #expect(status < 500 || status == 503, "seed \(seed), step \(step): \(answer)")
                let isBare = [100, 101, 204].contains(status) || answer.hasSuffix("\r\n\r\n")
                let isOther = status == 200 && !answer.contains("Content-Type: application/")
                let hasBody = answer.contains("\r\n\r\n{\"") || isBare || isOther
                #expect(hasBody, "seed \(seed), step \(step): \(answer)")
            }
            // Now and then a mutation among the requests is whole, and puts its key.
            let answer = try await gateway.query("{ kv_keys }")
            #expect([#"{"data":{"kv_keys":[]}}"#, #"{"data":{"kv_keys":["a"]}}"#].contains(answer))
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
