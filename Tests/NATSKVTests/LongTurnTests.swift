import Foundation
import NIOCore
import NIOPosix
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
            let answers = try await Self.answersOfTurn(bucket)
            #expect(answers > 0)
        }
    }

    @Test(arguments: TestServer.processes)
    func `over TLS, too`(server: TestServer) async throws {
        try await server.runProcess(arguments: TLSTests.serverArguments) { process in
            var settings = try configuration(process.url)
            settings.tls = try TLSOptions(authorities: TLSTests.fixture("ca.pem"))
            let client = try await NATSClient.connect(settings)
            let (bucket, _) = try await client.ensureBucket(BucketConfiguration(name: try BucketName("test")))
            #expect(try await Self.answersOfTurn(bucket) > 0)
            // What was left of a record is joined with the rest.
            #expect(try await bucket.get(key("a")) == nil)
            await client.close()
        }
    }

    /// How many reads were answered in the first turn that ended with one.
    private static func answersOfTurn(_ bucket: KeyValueBucket) async throws -> Int {
        let keys = try keys()
        return try await bucket.client.eventLoop.submit { [loop = bucket.bucket] in
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
    }

    /// Answers may not overtake the rest of those that are being taken.
    @Test func `within an answer nothing is taken`() async throws {
        try await withBucket(.installed) { bucket, _ in
            let long = value(String(repeating: "x", count: 20_000))
            let keys = try Self.keys()
            for key in keys { try await bucket.put(long, at: key) }
            let answered = bucket.client.eventLoop.makePromise(of: Int.self)
            try await bucket.client.eventLoop.submit { [loop = bucket.bucket] in
                let (bucket, end) = (loop.value, NIODeadline.now() + .seconds(60))
                var (waiting, good) = (keys.count * keys.count + keys.count, 0)
                func take(_ result: Result<KeyValueEntry?, NATSError>) {
                    if (try? result.get())?.value == long { good += 1 }
                    waiting -= 1
                    if waiting == 0 { answered.succeed(good) }
                }
                for key in keys {
                    bucket.get(key, deadline: end) { result in
                        take(result)
                        for key in keys { bucket.get(key, deadline: end, completion: take) }
                        bucket.connection.exchangeWithinTurn()
                    }
                }
            }.get()
            #expect(try await answered.futureResult.get() == keys.count * keys.count + keys.count)
            let connections = await NATSClient.onLoop(bucket.client.eventLoop) { [loop = bucket.bucket] in
                loop.value.connection.readyCount
            }
            #expect(connections == 1)
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

    /// Where the selector has told of bytes in a turn, the channel must find some, although much of the turn's answers was
    /// taken before the channel had its turn.
    @Test func `a socket that is ready in the same turn still finds bytes`() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        try await TestServer.installed.run { url in
            try await withClient(url, on: group.next()) { told in
                try await withClient(url, on: group.next()) { asking in
                    try await withClient(url) { other in
                        try await Self.takeWithinTurn(told: told, asking: asking, other: other)
                    }
                }
            }
        }
        try await group.shutdownGracefully()
    }

    /// Holds the loop of `told` and `asking` until both have a message waiting, in this order.
    private static func takeWithinTurn(told: NATSClient, asking: NATSClient, other: NATSClient) async throws {
        let loop = told.eventLoop
        let (bucket, _) = try await asking.ensureBucket(BucketConfiguration(name: try BucketName("test")))
        _ = try await told.bucket(try BucketName("test"))
        let (news, answers) = (loop.makePromise(of: Void.self), loop.makePromise(of: Void.self))
        let keys = try Self.keys()
        await NATSClient.onLoop(loop) { [told = told.connection, asking = asking.connection, loop = bucket.bucket] in
            _ = asking.value.subscribe("news") { _ in news.succeed() }
            _ = told.value.subscribe("go") { _ in
                var waiting = keys.count
                for key in keys {
                    loop.value.get(key, deadline: .now() + .seconds(60)) { _ in
                        waiting -= 1
                        if waiting == 0 { answers.succeed() }
                    }
                }
                asking.value.exchangeWithinTurn()
            }
        }
        // Answered after the server took the subscriptions.
        _ = try await told.bucket(try BucketName("test"))
        _ = try await bucket.get(try key("a"))
        let sockets = try await [Self.socket(of: told), Self.socket(of: asking)]
        let isHeld = other.eventLoop.makePromise(of: Void.self)
        let release = DispatchSemaphore(value: 0)
        loop.execute {
            isHeld.succeed()
            release.wait()
        }
        try await isHeld.futureResult.get()
        for (subject, socket) in zip(["go", "news"], sockets) {
            await NATSClient.onLoop(other.eventLoop) { [other = other.connection] in _ = other.value.publish(subject) }
            var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            #expect(poll(&waiting, 1, 60_000) == 1)
        }
        release.signal()
        try await news.futureResult.get()
        try await answers.futureResult.get()
    }

    private static func socket(of client: NATSClient) async throws -> NIOBSDSocket.Handle {
        try await client.eventLoop.submit { [connection = client.connection] in
            let pipeline = try #require(connection.value.context?.channel.pipeline.syncOperations)
            return try #require(try pipeline.withUnsafeTransportIfAvailable { (socket: NIOBSDSocket.Handle) in socket })
        }.get()
    }
}
