import JSON
import NIOCore
import Testing

@testable import NATSKV

@Suite struct WatchTests {
    /// The next `count` events in one line each.
    static func take(_ count: Int, _ events: inout KeyValueEvents.Iterator) async throws -> [String] {
        var lines: [String] = []
        while lines.count < count, let event = try await events.next() {
            switch event {
            case .entry(let entry): lines.append(entry.summary)
            case .caughtUp: lines.append("caught up")
            }
        }
        return lines
    }

    @Test(arguments: TestServer.allCases)
    func `a watch tells what is there, then what happens`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            try await bucket.put(value("1"), at: key("a"))
            try await bucket.put(value("2"), at: key("a"))
            try await bucket.put(value("3"), at: key("b"))
            try await bucket.withWatch([.all], options: WatchOptions()) { events in
                var events = events.makeAsyncIterator()
                #expect(try await Self.take(3, &events) == ["a put 2 @2", "b put 3 @3", "caught up"])
                try await bucket.put(value("4"), at: key("c"))
                try await bucket.delete(key("a"))
                try await bucket.purge(key("b"))
                #expect(try await Self.take(3, &events) == ["c put 4 @4", "a delete  @5", "b purge  @6"])
            }
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a watch of an empty bucket has caught up at once`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            try await bucket.withWatch([.all], options: WatchOptions()) { events in
                var events = events.makeAsyncIterator()
                #expect(try await Self.take(1, &events) == ["caught up"])
                try await bucket.put(value("1"), at: key("a"))
                #expect(try await Self.take(1, &events) == ["a put 1 @1"])
            }
        }
    }

    @Test(arguments: TestServer.allCases)
    func `several filters give one stream in revision order`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            for name in ["a", "b", "c.x", "a"] { try await bucket.put(value("0"), at: key(name)) }
            let filters = [try KeyFilter("a"), try KeyFilter("c.*"), try KeyFilter("a")]
            try await bucket.withWatch(filters, options: WatchOptions()) { events in
                var events = events.makeAsyncIterator()
                #expect(try await Self.take(3, &events) == ["c.x put 0 @3", "a put 0 @4", "caught up"])
                for name in ["b", "c.x", "a", "b", "c.y"] { try await bucket.put(value("1"), at: key(name)) }
                #expect(try await Self.take(3, &events) == ["c.x put 1 @6", "a put 1 @7", "c.y put 1 @9"])
            }
        }
    }

    @Test(arguments: TestServer.allCases)
    func `overlapping filters tell each revision once`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            for name in ["a.b", "a.c", "d.b"] { try await bucket.put(value("0"), at: key(name)) }
            let filters = [try KeyFilter("a.*"), try KeyFilter("*.b")]
            try await bucket.withWatch(filters, options: WatchOptions()) { events in
                var events = events.makeAsyncIterator()
                let told = try await Self.take(4, &events)
                #expect(told == ["a.b put 0 @1", "a.c put 0 @2", "d.b put 0 @3", "caught up"])
            }
        }
    }

    @Test(arguments: TestServer.allCases)
    func `options choose what is told`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            try await bucket.put(value("1"), at: key("a"))
            try await bucket.put(value("2"), at: key("a"))
            try await bucket.delete(key("b"))
            func first(_ count: Int, _ change: (inout WatchOptions) -> Void) async throws -> [String] {
                var options = WatchOptions()
                change(&options)
                return try await bucket.withWatch([.all], options: options) { events in
                    var events = events.makeAsyncIterator()
                    return try await Self.take(count, &events)
                }
            }
            #expect(
                try await first(4) { $0.includeHistory = true }
                    == ["a put 1 @1", "a put 2 @2", "b delete  @3", "caught up"]
            )
            #expect(try await first(2) { $0.ignoreDeletes = true } == ["a put 2 @2", "caught up"])
            #expect(try await first(3) { $0.metaOnly = true } == ["a put  @2", "b delete  @3", "caught up"])
            #expect(try await first(3) { $0.fromRevision = 2 } == ["a put 2 @2", "b delete  @3", "caught up"])
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a watch of updates only tells nothing of what is there`(server: TestServer) async throws {
        try await withBucket(server) { bucket, url in
            try await bucket.put(value("1"), at: key("a"))
            var options = WatchOptions()
            options.updatesOnly = true
            try await bucket.withWatch([.all], options: options) { events in
                var events = events.makeAsyncIterator()
                // The consumer's existence is the fact to wait for.
                while try await consumerCount(url, bucket) == 0 {}
                try await bucket.put(value("2"), at: key("a"))
                #expect(try await Self.take(1, &events) == ["a put 2 @2"])
            }
        }
    }

    @Test(arguments: TestServer.allCases)
    func `the end of a watch removes its consumer`(server: TestServer) async throws {
        try await withBucket(server) { bucket, url in
            try await bucket.withWatch([.all], options: WatchOptions()) { events in
                var events = events.makeAsyncIterator()
                let told = try await Self.take(1, &events)
                #expect(told == ["caught up"])
                #expect(try await consumerCount(url, bucket) == 1)
            }
            _ = try await bucket.keys()
            _ = try await bucket.history(key("a"))
            // The deletions were sent before this request.
            #expect(try await consumerCount(url, bucket) == 0)
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a large bucket arrives whole and in order at a slow reader`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            let count = 5000
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<count {
                    group.addTask {
                        try await bucket.put(ByteBuffer(repeating: 0x78, count: 1000), at: key("k\(number)"))
                    }
                }
                try await group.waitForAll()
            }
            try await bucket.withWatch([.all], options: WatchOptions()) { events in
                var revisions: [UInt64] = []
                for try await event in events {
                    guard case .entry(let entry) = event else { break }
                    revisions.append(entry.revision)
                    if revisions.count % 1000 == 0 { await Task.yield() }
                }
                #expect(revisions == Array(1...UInt64(count)))
            }
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a watch ends with its connection`(server: TestServer) async throws {
        try await server.run { url in
            let client = try await NATSClient.connect(try configuration(url))
            let (bucket, _) = try await client.ensureBucket(BucketConfiguration(name: try BucketName("b")))
            try await bucket.withWatch([.all], options: WatchOptions()) { events in
                var events = events.makeAsyncIterator()
                let told = try await Self.take(1, &events)
                #expect(told == ["caught up"])
                await client.close()
                _ = await expectError(.closed) { try await events.next() }
                #expect(try await events.next() == nil)
            }
        }
    }

    private func consumerCount(_ url: String, _ bucket: KeyValueBucket) async throws -> Int {
        try await bucket.call { loop, deadline, completion in
            loop.api.call("STREAM.INFO.\(loop.name.streamName)", deadline: deadline) { reply in
                completion(reply.map { $0["state"]?["consumer_count"]?.integer ?? -1 })
            }
        }
    }
}
