import NIOCore
import Testing

@testable import NATSKV

/// Key-Value semantics, the same for every server.
@Suite struct KeyValueTests {
    @Test(arguments: TestServer.allCases)
    func `a value that was put is read, with its revision and time`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            #expect(try await bucket.get(key("a")) == nil)
            let written = try await bucket.put(value("one"), at: key("a"))
            #expect(written == WriteAcknowledgement(revision: 1))
            let entry = try #require(try await bucket.get(key("a")))
            #expect(entry.summary == "a put one @1")
            #expect(entry.created.seconds > 1_600_000_000)
            #expect(try await bucket.put(value(""), at: key("a")).revision == 2)
            #expect(try await bucket.get(key("a"))?.summary == "a put  @2")
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a revision is read only by its own key`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            try await bucket.put(value("one"), at: key("a"))
            try await bucket.put(value("two"), at: key("a"))
            try await bucket.put(value("three"), at: key("b"))
            try await bucket.delete(key("b"))
            #expect(try await bucket.get(key("a"), revision: 1)?.summary == "a put one @1")
            #expect(try await bucket.get(key("a"), revision: 3) == nil)
            #expect(try await bucket.get(key("b"), revision: 3)?.summary == "b put three @3")
            #expect(try await bucket.get(key("b"), revision: 4) == nil)
            #expect(try await bucket.get(key("a"), revision: 99) == nil)
            #expect(try await bucket.get(key("a"), revision: 0) == nil)
        }
    }

    @Test(arguments: TestServer.allCases)
    func `create writes only where there is no value`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            #expect(try await bucket.put(value("1"), at: key("a"), if: .absent).revision == 1)
            let error = await expectError(.keyExists) { try await bucket.put(value("2"), at: key("a"), if: .absent) }
            #expect(error?.currentRevision == 1)
            #expect(error?.jetStreamCode == 10071)
            try await bucket.delete(key("a"))
            #expect(try await bucket.put(value("3"), at: key("a"), if: .absent).revision == 3)
            try await bucket.purge(key("a"))
            #expect(try await bucket.put(value("4"), at: key("a"), if: .absent).revision == 5)
            #expect(try await bucket.get(key("a"))?.summary == "a put 4 @5")
        }
    }

    @Test(arguments: TestServer.allCases)
    func `update writes only over the expected revision`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            try await bucket.put(value("1"), at: key("a"))
            #expect(try await bucket.put(value("2"), at: key("a"), if: .revision(1)).revision == 2)
            let error = await expectError(.revisionMismatch) {
                try await bucket.put(value("3"), at: key("a"), if: .revision(1))
            }
            #expect(error?.currentRevision == 2)
            #expect(try await bucket.put(value("x"), at: key("b"), if: .revision(0)).revision == 3)
        }
    }

    @Test(arguments: TestServer.allCases)
    func `of many updates from one revision exactly one wins`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            try await bucket.put(value("0"), at: key("a"))
            let wins = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let result = try? await bucket.put(value("\(number)"), at: key("a"), if: .revision(1))
                        return result != nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(wins == 1)
        }
    }

    @Test(arguments: TestServer.allCases)
    func `delete hides the value and keeps older revisions`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            try await bucket.put(value("1"), at: key("a"))
            #expect(try await bucket.delete(key("a")).revision == 2)
            #expect(try await bucket.get(key("a")) == nil)
            #expect(try await bucket.get(key("a"), revision: 1)?.summary == "a put 1 @1")
            #expect(try await bucket.delete(key("a")).revision == 3)
            #expect(try await bucket.delete(key("never")).revision == 4)
            _ = await expectError(.revisionMismatch) { try await bucket.delete(key("a"), ifRevision: 2) }
            #expect(try await bucket.delete(key("a"), ifRevision: 3).revision == 5)
        }
    }

    @Test(arguments: TestServer.allCases)
    func `purge removes older revisions`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            try await bucket.put(value("1"), at: key("a"))
            try await bucket.put(value("2"), at: key("a"))
            try await bucket.put(value("other"), at: key("b"))
            _ = await expectError(.revisionMismatch) { try await bucket.purge(key("a"), ifRevision: 1) }
            #expect(try await bucket.purge(key("a"), ifRevision: 2).revision == 4)
            #expect(try await bucket.get(key("a")) == nil)
            #expect(try await bucket.get(key("a"), revision: 1) == nil)
            #expect(try await bucket.history(key("a")).map(\.summary) == ["a purge  @4"])
            #expect(try await bucket.get(key("b"))?.summary == "b put other @3")
        }
    }

    @Test(arguments: TestServer.allCases)
    func `history lists every revision, markers included, oldest first`(server: TestServer) async throws {
        try await withBucket(server, history: 3) { bucket, _ in
            #expect(try await bucket.history(key("a")) == [])
            try await bucket.put(value("1"), at: key("a"))
            try await bucket.put(value("other"), at: key("ab"))
            try await bucket.put(value("2"), at: key("a"))
            try await bucket.delete(key("a"))
            #expect(try await bucket.history(key("a")).map(\.summary) == ["a put 1 @1", "a put 2 @3", "a delete  @4"])
            #expect(try await bucket.history(key("a")).map(\.delta) == [2, 1, 0])
            try await bucket.put(value("3"), at: key("a"))
            #expect(try await bucket.history(key("a")).map(\.revision) == [3, 4, 5])
        }
    }

    @Test(arguments: TestServer.allCases)
    func `keys lists keys with a value, each once`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            #expect(try await bucket.keys() == [])
            for name in ["a.x", "a.y", "b.x", "a.x", "c"] { try await bucket.put(value("v"), at: key(name)) }
            try await bucket.delete(key("c"))
            #expect(try await bucket.keys().map(\.rawValue).sorted() == ["a.x", "a.y", "b.x"])
            #expect(try await bucket.keys([KeyFilter("a.*")]).map(\.rawValue).sorted() == ["a.x", "a.y"])
            let several = try await bucket.keys([KeyFilter("*.x"), KeyFilter("a.*")])
            #expect(several.map(\.rawValue).sorted() == ["a.x", "a.y", "b.x"])
            #expect(try await bucket.keys([KeyFilter("none")]) == [])
            for name in ["a.x", "a.y", "b.x"] { try await bucket.purge(key(name)) }
            #expect(try await bucket.keys() == [])
        }
    }

    @Test(arguments: TestServer.allCases)
    func `keys of a thousand characters work`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            let long = try key(String(repeating: "k", count: 1000))
            try await bucket.put(value("v"), at: long)
            #expect(try await bucket.get(long)?.revision == 1)
            #expect(try await bucket.history(long).count == 1)
            #expect(try await bucket.keys() == [long])
            let longest = try key(String(repeating: "k", count: 3072))
            try await bucket.put(value("v"), at: longest)
            #expect(try await bucket.get(longest)?.revision == 2)
            #expect(try await bucket.history(longest).count == 1)
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a value above the server's limit is refused before it is sent`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            let large = ByteBuffer(repeating: 0x61, count: 1_048_576)
            _ = await expectError(.valueTooLarge) { try await bucket.put(large, at: key("a")) }
            let fitting = ByteBuffer(repeating: 0x61, count: 1_000_000)
            try await bucket.put(fitting, at: key("a"))
            #expect(try await bucket.get(key("a"))?.value == fitting)
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a bucket that is there is used, with its history raised`(server: TestServer) async throws {
        try await withBucket(server, history: 2) { bucket, url in
            try await bucket.put(value("1"), at: key("a"))
            try await withClient(url) { client in
                var settings = BucketConfiguration(name: bucket.name)
                settings.history = 5
                settings.storage = .memory
                settings.maximumBytes = 1_000_000
                let (_, report) = try await client.ensureBucket(settings)
                #expect(report.outcome == .found)
                #expect(report.status.history == 5)
                #expect(report.differences.map(\.setting) == ["maxBytes", "storage"])
                settings.history = 1
                let (_, lower) = try await client.ensureBucket(settings)
                #expect(lower.status.history == 5)
                #expect(lower.differences.map(\.setting) == ["history", "maxBytes", "storage"])
            }
            let status = try await bucket.status()
            #expect(status.values == 1)
            #expect(status.stream == "KV_test")
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a bucket that is not there is an error`(server: TestServer) async throws {
        try await server.run { url in
            try await withClient(url) { client in
                let name = try BucketName("none")
                let error = await expectError(.bucketNotFound) { try await client.bucket(name) }
                #expect(error?.jetStreamCode == 10059)
            }
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a bucket that is deleted is gone`(server: TestServer) async throws {
        try await withBucket(server) { bucket, url in
            try await withClient(url) { client in
                try await client.deleteBucket(bucket.name)
                _ = await expectError(.bucketNotFound) { try await client.bucket(bucket.name) }
            }
        }
    }

    @Test(arguments: TestServer.allCases)
    func `five hundred puts and gets at a time all get their own answer`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<500 {
                    group.addTask { try await bucket.put(value("v\(number)"), at: key("k\(number)")) }
                }
                try await group.waitForAll()
                for number in 0..<500 {
                    group.addTask {
                        let entry = try await bucket.get(key("k\(number)"))
                        #expect(entry.map { String(buffer: $0.value) } == "v\(number)")
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

/// A history is read in three ways, by how far a key's revisions lie apart.
@Suite struct HistoryTests {
    @Test(arguments: TestServer.allCases, [0, 1, 5, 30, 800])
    func `a history is whole however far its revisions lie apart`(server: TestServer, distance: Int) async throws {
        try await withBucket(server, history: 5) { bucket, _ in
            var expected: [String] = []
            for number in 0..<6 {
                let written = try await bucket.put(value("\(number)"), at: key("a"))
                expected.append("a put \(number) @\(written.revision)")
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for other in 0..<distance {
                        group.addTask { try await bucket.put(value("x"), at: key("other.\(other)")) }
                    }
                    try await group.waitForAll()
                }
            }
            let history = try await bucket.history(key("a"))
            #expect(history.map(\.summary) == Array(expected.suffix(5)))
            #expect(history.map(\.delta) == [4, 3, 2, 1, 0])
            try await bucket.delete(key("a"))
            #expect(try await bucket.history(key("a")).last?.operation == .delete)
            #expect(try await bucket.history(key("a")).count == 5)
        }
    }
}
