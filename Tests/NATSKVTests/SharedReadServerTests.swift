import NATSWire
import NIOCore
import Synchronization
import Testing

@testable import NATSKV

/// What a server is asked where equal reads are made in one turn of the loop.
@Suite struct SharedReadServerTests {
    /// What was told, in order.
    private final class Log: Sendable {
        private let lines = Mutex<[String]>([])

        var all: [String] { lines.withLock { $0 } }
        func add(_ name: String, _ result: Result<KeyValueEntry?, NATSError>) {
            let text = (try? result.get())?.summary ?? "\(result)"
            lines.withLock { $0.append("\(name): \(text)") }
        }
    }

    /// The keys of direct gets as a server is asked for them, seen by a second client, until one ends in `end`.
    private func asked(_ url: String, _ body: () async throws -> Void) async throws -> [String] {
        let (start, end) = (#"{"last_by_subj":"$KV.test."#, #""}"#)
        let (subjects, told) = AsyncStream.makeStream(of: String.self)
        return try await withClient(url) { watcher in
            await NATSClient.onLoop(watcher.eventLoop) { [connection = watcher.connection] in
                _ = connection.value.subscribe("$JS.API.DIRECT.GET.KV_test") { message in
                    told.yield(String(String(buffer: message.payload).dropFirst(start.count).dropLast(end.count)))
                }
            }
            // Answered after the server took the subscription.
            _ = try await watcher.bucket(try BucketName("test"))
            try await body()
            var keys: [String] = []
            for await key in subjects {
                if key == "end" { break }
                keys.append(key)
            }
            return keys
        }
    }

    @Test(arguments: TestServer.processes)
    func `equal reads of a turn are one request, and none misses a write before it`(server: TestServer) async throws {
        try await withBucket(server) { bucket, url in
            try await bucket.put(value("1"), at: key("a"))
            try await bucket.put(value("1"), at: key("b"))
            let (a, b, two, deadline) = (try key("a"), try key("b"), value("2"), NIODeadline.now() + .seconds(60))
            let log = Log()
            let keys = try await asked(url) {
                await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
                    bucket.client.eventLoop.execute { [loop = bucket.bucket] in
                        let bucket = loop.value
                        bucket.get(a, deadline: deadline) { log.add("first", $0) }
                        bucket.get(b, deadline: deadline) { log.add("other", $0) }
                        bucket.get(a, deadline: deadline) { log.add("second", $0) }
                        bucket.newest(a, deadline: deadline) { log.add("newest", $0) }
                        bucket.getMany([b, a], deadline: deadline) { for result in $0 { log.add("many", result) } }
                        bucket.put(a, two, deadline: deadline) { _ in }
                        bucket.get(a, deadline: deadline) { log.add("behind", $0) }
                        bucket.get(a, deadline: deadline) {
                            log.add("behind", $0)
                            // The request is answered: this one is a new question.
                            bucket.get(a, deadline: deadline) {
                                log.add("later", $0)
                                done.resume()
                            }
                        }
                    }
                }
                _ = try await bucket.get(key("end"))
            }
            #expect(keys == ["a", "b", "a", "a"])
            #expect(log.all.filter { $0.hasSuffix("a put 1 @1") }.count == 4)
            #expect(log.all.suffix(3) == ["behind: a put 2 @3", "behind: a put 2 @3", "later: a put 2 @3"])
            #expect(log.all.filter { $0.hasSuffix("b put 1 @2") }.count == 2)
            #expect(log.all.count == 9)
        }
    }

    @Test(arguments: TestServer.processes)
    func `reads from the leader, and with headers of their own, are not shared`(server: TestServer) async throws {
        try await withBucket(server) { bucket, url in
            try await bucket.put(value("1"), at: key("a"))
            let (a, deadline) = (try key("a"), NIODeadline.now() + .seconds(60))
            let log = Log()
            let keys = try await asked(url) {
                await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
                    bucket.client.eventLoop.execute { [loop = bucket.bucket] in
                        let (bucket, connection) = (loop.value, loop.value.connection)
                        for trace in ["00-1", "00-2", "00-2"] {
                            let token = connection.makeCancellationToken()
                            connection.setHeaders(HeaderLines([("traceparent", trace)]), for: token)
                            connection.within(token) { bucket.get(a, deadline: deadline) { log.add(trace, $0) } }
                        }
                        let leader = LoopKeyValueBucket(
                            connection: connection,
                            name: bucket.name,
                            readsFromLeader: true
                        )
                        leader.facts = bucket.facts
                        leader.get(a, deadline: deadline) { log.add("leader", $0) }
                        bucket.get(a, deadline: deadline) {
                            log.add("plain", $0)
                            done.resume()
                        }
                    }
                }
                _ = try await bucket.get(key("end"))
            }
            #expect(keys == ["a", "a", "a"])
            #expect(log.all.allSatisfy { $0.hasSuffix(": a put 1 @1") })
        }
    }
}
