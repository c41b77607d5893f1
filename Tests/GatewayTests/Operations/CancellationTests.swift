import EmbeddedNATS
import JSON
import NIOCore
import TestSupport
import Testing

@testable import Gateway
@testable import NATSKV

/// What was asked of NATS for a request goes when the request does.
@Suite("Requests that are given up", .serialized)
struct CancellationTests {
    struct Bench: Sendable {
        let gateway: TestGateway
        let proxy: HoldingProxy
        /// Goes past the proxy.
        let bucket: KeyValueBucket

        /// Requests of all event loops to NATS that are not answered.
        func pending() async throws -> Int {
            var sum = 0
            for eventLoop in gateway.gateway.workers.eventLoops {
                sum += try await eventLoop.submit { [workers = gateway.gateway.workers] in
                    try workers.value(on: eventLoop).connection.outbox.requests.count
                }.get()
            }
            return sum
        }

        func consumers() async throws -> Int {
            try await bucket.call { bucket, deadline, completion in
                bucket.api.call("STREAM.INFO.\(bucket.name.streamName)", deadline: deadline) {
                    completion($0.map { $0["state"]?["consumer_count"]?.integer ?? -1 })
                }
            }
        }

        /// Waits for a fact; fails once 20 s have passed.
        func wait(until isTrue: () async throws -> Bool) async throws {
            let end = ContinuousClock.now + .seconds(20)
            while try await !isTrue() {
                guard ContinuousClock.now < end else {
                    Issue.record("it did not come about in 20 s")
                    return
                }
                await Task.yield()
            }
        }
    }

    private static func run(
        _ server: StoreServer,
        timeout: Duration,
        _ body: @Sendable (Bench) async throws -> Void
    ) async throws {
        switch server {
        case .embedded:
            let embedded = try await EmbeddedServer.start(EmbeddedServer.Configuration())
            let result = await Result { try await run(embedded.url, timeout, body) }
            await embedded.shutdown()
            try result.get()
        case .process:
            let process = try await NATSServerProcess.start()
            defer { process.remove() }
            try await run(process.url, timeout, body)
        }
    }

    private static func run(
        _ url: String,
        _ timeout: Duration,
        _ body: @Sendable (Bench) async throws -> Void
    ) async throws {
        let proxy = try await HoldingProxy.start(to: url.split(separator: ":").last.flatMap { Int($0) } ?? 0)
        let configuration = TestGateway.configuration {
            $0.server.requestTimeout = timeout
            $0.nats.urls = [Secret(proxy.url)]
        }
        try await TestGateway.run(configuration) { gateway in
            for key in ["a", "b"] {
                _ = try await gateway.query("mutation { kv_put(key: \"\(key)\", value: {token: \"1\"}) { revision } }")
            }
            let client = try await NATSClient.connect(NATSConfiguration(servers: try ServerAddress.list(url)))
            let bucket = try await client.bucket(BucketName("kv"))
            let bench = Bench(gateway: gateway, proxy: proxy, bucket: bucket)
            let result = await Result { try await body(bench) }
            proxy.release()
            await client.close()
            try result.get()
        }
        await proxy.stop()
    }

    private static let reads = ["{ kv_get(key: \"a\") { key } }", "{ kv_keys }", "{ kv_history(key: \"a\") { key } }"]
    private static let write = "mutation { kv_put(key: \"a\", value: {token: \"2\"}) { revision } }"

    private static func post(_ query: String, accept: String = "*/*") -> String {
        var body = Array(#"{"query":"#.utf8)
        JSONText.append(query, to: &body)
        let text = String(decoding: body, as: UTF8.self) + "}"
        return "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: \(accept)\r\n"
            + "Content-Length: \(text.utf8.count)\r\n\r\n" + text
    }

    @Test("after a time-out nothing is asked any more, and consumers go", arguments: StoreServer.allCases)
    func timeout(server: StoreServer) async throws {
        try await Self.run(server, timeout: .milliseconds(300)) { bench in
            // The listing's consumer is made, and nobody hears of it.
            bench.proxy.hold(from: "CONSUMER.CREATE")
            #expect(try await bench.gateway.query("{ kv_keys }").contains("STORE_TIMEOUT"))
            #expect(bench.proxy.isHolding)
            for (query, code) in Self.reads.map({ ($0, "STORE_TIMEOUT") }) + [(Self.write, "OUTCOME_UNKNOWN")] {
                let start = ContinuousClock.now
                let answer = try await bench.gateway.query(query)
                #expect(answer.contains(#""code":"\#(code)""#), "\(query): \(answer)")
                #expect(ContinuousClock.now - start < .seconds(3), "\(query)")
            }
            bench.proxy.release()
            try await bench.wait { try await bench.consumers() == 0 }
            try await bench.wait { try await bench.pending() == 0 }
            #expect(try await bench.gateway.query("{ kv_keys }") == #"{"data":{"kv_keys":["b","a"]}}"#)
        }
    }

    @Test("reads and writes of a client that is gone are forgotten at once", arguments: StoreServer.allCases)
    func vanished(server: StoreServer) async throws {
        try await Self.run(server, timeout: .seconds(60)) { bench in
            bench.proxy.hold()
            for query in [Self.reads[0], "{ a: kv_get(key: \"a\") { key } b: kv_get(key: \"b\") { key } }", Self.write]
            {
                for accept in ["*/*", "text/event-stream"] {
                    try await RawClient.withConnection(to: bench.gateway.port) { connection in
                        try await connection.send(Self.post(query, accept: accept))
                        try await bench.wait { try await bench.pending() > 0 }
                    }
                    try await bench.wait { try await bench.pending() == 0 }
                }
            }
            try await WebSocketClient.with(bench.gateway.port) { socket in
                try await socket.open()
                try await socket.subscribe("1", Self.reads[0])
                try await socket.subscribe("2", Self.write)
                try await bench.wait { try await bench.pending() == 2 }
                try await socket.send(#"{"type":"complete","id":"2"}"#)
                try await bench.wait { try await bench.pending() == 1 }
            }
            try await bench.wait { try await bench.pending() == 0 }
        }
    }

    @Test(
        "the consumer of a client that is gone goes too, even one that was only being made",
        arguments: StoreServer.allCases
    )
    func consumers(server: StoreServer) async throws {
        try await Self.run(server, timeout: .seconds(60)) { bench in
            let subscription = "subscription { kv_watchAll { key } }"
            for (query, accept) in [("{ kv_keys }", "*/*"), (subscription, "text/event-stream")] {
                bench.proxy.hold(from: "CONSUMER.CREATE")
                try await RawClient.withConnection(to: bench.gateway.port) { connection in
                    try await connection.send(Self.post(query, accept: accept))
                    try await bench.wait { try await bench.consumers() == 1 }
                }
                bench.proxy.release()
                try await bench.wait { try await bench.consumers() == 0 }
                try await bench.wait { try await bench.pending() == 0 }
            }
            // One that watches already.
            try await RawClient.withConnection(to: bench.gateway.port) { connection in
                try await connection.send(Self.post(subscription, accept: "text/event-stream"))
                _ = try await connection.read(through: "id: 2\n")
                #expect(try await bench.consumers() == 1)
            }
            try await bench.wait { try await bench.consumers() == 0 }
            try await WebSocketClient.with(bench.gateway.port) { socket in
                try await socket.open()
                try await socket.subscribe("1", subscription)
                try await socket.subscribe("2", subscription)
                for _ in 0..<4 { _ = try await socket.message() }
                #expect(try await bench.consumers() == 2)
                try await socket.send(#"{"type":"complete","id":"2"}"#)
                try await bench.wait { try await bench.consumers() == 1 }
            }
            try await bench.wait { try await bench.consumers() == 0 }
            try await bench.wait { try await bench.pending() == 0 }
        }
    }
}

extension Result where Failure == any Error {
    init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
