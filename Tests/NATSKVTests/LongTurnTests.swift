import NIOCore
import TestSupport
import Testing

@testable import NATSKV

/// Turns of the loop that ask more than is kept until their end.
@Suite struct LongTurnTests {
    /// As many different keys as are sent before the end of a turn.
    private static func keys() throws -> [KeyValueKey] { try (0..<64).map { try key("k\($0)") } }

    @Test(arguments: TestServer.allCases)
    func `a turn that asks much is answered before it ends`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            let keys = try Self.keys()
            let answered = try await bucket.client.eventLoop.submit { [loop = bucket.bucket] in
                let (bucket, end) = (loop.value, NIODeadline.now() + .seconds(60))
                var answered = 0
                while answered == 0, bucket.connection.outbox.requests.count < 10_000, .now() < end {
                    for key in keys {
                        bucket.get(key, deadline: end) { result in
                            if case .success(nil) = result { answered += 1 }
                        }
                    }
                    bucket.connection.exchangeWithinTurn()
                }
                return answered
            }.get()
            #expect(answered > 0)
        }
    }

    @Test func `a turn that asks little sends at its end`() async throws {
        try await withBucket(.installed) { bucket, _ in
            let keys = try Self.keys()
            try await bucket.client.eventLoop.submit { [loop = bucket.bucket] in
                let (bucket, end) = (loop.value, NIODeadline.now() + .seconds(60))
                for key in keys.dropLast() { bucket.get(key, deadline: end) { _ in } }
                bucket.connection.exchangeWithinTurn()
                #expect(bucket.connection.outbox.bytes.readableBytes > 0)
                for key in keys.suffix(1) { bucket.get(key, deadline: end) { _ in } }
                bucket.connection.exchangeWithinTurn()
                #expect(bucket.connection.outbox.bytes.readableBytes == 0)
            }.get()
        }
    }

    @Test(arguments: TestServer.processes)
    func `a turn in which the server dies loses no read`(server: TestServer) async throws {
        try await server.runProcess { process in
            try await withClient(process.url) { client in
                let (bucket, _) = try await client.ensureBucket(BucketConfiguration(name: try BucketName("test")))
                try await bucket.put(value("1"), at: key("a"))
                let keys = try Self.keys()
                let answers = client.eventLoop.makePromise(of: Int.self)
                try await client.eventLoop.submit { [loop = bucket.bucket] in
                    let (bucket, end) = (loop.value, NIODeadline.now() + .seconds(60))
                    let rounds = 8
                    var (waiting, good) = (rounds * keys.count, 0)
                    for round in 0..<rounds {
                        if round == rounds / 2 { process.kill() }
                        for key in keys {
                            bucket.get(key, deadline: end) { result in
                                if case .success(nil) = result { good += 1 }
                                waiting -= 1
                                if waiting == 0 { answers.succeed(good) }
                            }
                        }
                        bucket.connection.exchangeWithinTurn()
                    }
                }.get()
                try await process.restart()
                #expect(try await answers.futureResult.get() == 8 * keys.count)
            }
        }
    }
}
