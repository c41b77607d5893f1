import Foundation
import JSON
import NATSWire
import NIOCore
import TestSupport
import Testing

@testable import NATSKV

@Suite struct AdministrationTests {
    @Test(arguments: TestServer.allCases)
    func `buckets are listed`(server: TestServer) async throws {
        try await server.run { url in
            try await withClient(url) { client in
                #expect(try await client.bucketNames() == [])
                for name in ["one", "two", "three"] {
                    _ = try await client.ensureBucket(BucketConfiguration(name: try BucketName(name)))
                }
                #expect(try await Set(client.bucketNames().map(\.rawValue)) == ["one", "two", "three"])
            }
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a bucket's settings are changed`(server: TestServer) async throws {
        try await withBucket(server, history: 5) { bucket, _ in
            for number in 1...5 { try await bucket.put(value("\(number)"), at: key("a")) }
            var settings = BucketConfiguration(name: bucket.name)
            settings.history = 2
            settings.timeToLive = .seconds(3600)
            settings.maximumValueSize = 1000
            let status = try await bucket.update(settings)
            #expect(status.history == 2)
            #expect(status.timeToLive == .seconds(3600))
            #expect(status.maximumValueSize == 1000)
            #expect(try await bucket.history(key("a")).map(\.revision) == [4, 5])
            let large = ByteBuffer(repeating: 0x61, count: 2000)
            _ = await expectError(.valueTooLarge) { try await bucket.put(large, at: key("a")) }
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a full bucket refuses and says so`(server: TestServer) async throws {
        try await server.run { url in
            try await withClient(url) { client in
                var settings = BucketConfiguration(name: try BucketName("small"))
                settings.maximumBytes = 2000
                let (bucket, _) = try await client.ensureBucket(settings)
                let large = ByteBuffer(repeating: 0x61, count: 1500)
                try await bucket.put(large, at: key("a"))
                let error = await expectError(.limitExceeded) { try await bucket.put(large, at: key("b")) }
                #expect(error?.jetStreamCode == 10077)
            }
        }
    }

    @Test(arguments: TestServer.allCases)
    func `purging deletes removes old markers and keeps young ones`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            for name in ["a", "b", "c"] { try await bucket.put(value("1"), at: key(name)) }
            try await bucket.delete(key("a"))
            try await bucket.purge(key("b"))
            #expect(try await bucket.purgeDeletes() == 2)
            #expect(try await bucket.history(key("a")).map(\.summary) == ["a delete  @4"])
            #expect(try await bucket.purgeDeletes(olderThan: .zero) == 2)
            #expect(try await bucket.history(key("a")) == [])
            #expect(try await bucket.history(key("b")) == [])
            #expect(try await bucket.get(key("c"))?.summary == "c put 1 @3")
            #expect(try await bucket.purgeDeletes(olderThan: .zero) == 0)
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a bucket without direct gets is read all the same`(server: TestServer) async throws {
        try await server.run { url in
            try await withClient(url) { client in
                let name = try BucketName("plain")
                var settings = BucketConfiguration(name: name)
                settings.history = 5
                let stream = try settings.stream().without("allow_direct")
                try await client.call { connection, completion in
                    let api = JetStreamAPI(connection: connection)
                    api.call("STREAM.CREATE.KV_plain", stream, deadline: .now() + .seconds(5)) {
                        completion($0.map { _ in })
                    }
                }
                let bucket = try await client.bucket(name)
                #expect(try await bucket.status().allowsDirectGet == false)
                #expect(try await bucket.get(key("a")) == nil)
                try await bucket.put(value("1"), at: key("a"))
                try await bucket.put(value("2"), at: key("a"))
                #expect(try await bucket.get(key("a"))?.summary == "a put 2 @2")
                #expect(try await bucket.get(key("a"), revision: 1)?.summary == "a put 1 @1")
                #expect(try await bucket.get(key("b"), revision: 1) == nil)
                #expect(try await bucket.history(key("a")).map(\.summary) == ["a put 1 @1", "a put 2 @2"])
                try await bucket.delete(key("a"))
                #expect(try await bucket.get(key("a")) == nil)
                #expect(try await bucket.put(value("3"), at: key("a"), if: .absent).revision == 4)
            }
        }
    }

    @Test(arguments: TestServer.processes)
    func `a mirror is read, and written through to its origin`(server: TestServer) async throws {
        try await withBucket(server) { origin, url in
            try await origin.put(value("1"), at: key("a"))
            try await withClient(url) { client in
                let stream: JSONValue = [
                    "name": "KV_copy", "mirror": ["name": "KV_test"], "mirror_direct": true, "allow_direct": true,
                    "max_msgs_per_subject": 10, "storage": "file", "num_replicas": 1,
                ]
                try await client.call { connection, completion in
                    let api = JetStreamAPI(connection: connection)
                    api.call("STREAM.CREATE.KV_copy", stream, deadline: .now() + .seconds(5)) {
                        completion($0.map { _ in })
                    }
                }
                let copy = try await client.bucket(try BucketName("copy"))
                #expect(try await copy.status().mirroredStream == "KV_test")
                try await copy.withWatch([.all], options: WatchOptions()) { events in
                    var entries: [String] = []
                    for try await event in events {
                        guard case .entry(let entry) = event else { continue }
                        entries.append(entry.summary)
                        if entries.count == 1 { try await copy.put(value("2"), at: key("b")) }
                        if entries.count == 2 { break }
                    }
                    #expect(entries == ["a put 1 @1", "b put 2 @2"])
                }
                #expect(try await copy.get(key("b"))?.summary == "b put 2 @2")
                #expect(try await origin.get(key("b"))?.summary == "b put 2 @2")
            }
        }
    }

    @Test(arguments: TestServer.processes)
    func `a bucket that draws on others is read`(server: TestServer) async throws {
        try await withBucket(server) { origin, url in
            try await origin.put(value("1"), at: key("a"))
            try await withClient(url) { client in
                // Without subjects of its own, it keeps the messages under the origin's, as ADR-8's gathering buckets do.
                let stream: JSONValue = [
                    "name": "KV_all", "allow_direct": true, "max_msgs_per_subject": 10, "storage": "file",
                    "subjects": ["$KV.all.>"], "num_replicas": 1,
                    "sources": [
                        [
                            "name": "KV_test",
                            "subject_transforms": [["src": "$KV.test.>", "dest": "$KV.all.>"]],
                        ]
                    ],
                ]
                let isTransformed: Bool = try await client.call { connection, completion in
                    let api = JetStreamAPI(connection: connection)
                    api.call("STREAM.CREATE.KV_all", stream, deadline: .now() + .seconds(5)) { reply in
                        completion(reply.map { $0["config"]?["sources"]?.array?.first?["subject_transforms"] != nil })
                    }
                }
                guard isTransformed else {
                    print("sources with other subjects: \(server.testDescription) does not know them")
                    return
                }
                let all = try await client.bucket(try BucketName("all"))
                try await all.withWatch([.all], options: WatchOptions()) { events in
                    for try await event in events {
                        guard case .entry(let entry) = event else { continue }
                        #expect(entry.summary == "a put 1 @1")
                        break
                    }
                }
                #expect(try await all.get(key("a"))?.summary == "a put 1 @1")
                let keys = try await all.keys().map(\.rawValue)
                #expect(keys == ["a"])
            }
        }
    }

    @Test(arguments: [
        ("2.9.10", 3, true), ("2.9.25", 5, true), ("2.9.10", 1, false), ("2.10.0", 3, false), ("2.15.1", 3, false),
    ])
    func `a replicated bucket on a server before 2.10 gets a caution`(
        version: String,
        replicas: Int,
        hasCaution: Bool
    ) async throws {
        let stream =
            #"{"config":{"name":"KV_b","subjects":["$KV.b.>"],"max_msgs_per_subject":1,"allow_direct":true,"#
            + #""num_replicas":\#(replicas)},"created":"2024-01-01T00:00:00Z","state":{}}"#
        let server = try await ScriptedServer.start(
            info: #"{"server_id":"S","version":"\#(version)","headers":true,"max_payload":1048576}"#,
            answer: { _, reply in "MSG \(reply) 1 \(stream.utf8.count)\r\n\(stream)\r\n" }
        )
        try await withClient(server.url) { client in
            let (_, report) = try await client.ensureBucket(BucketConfiguration(name: try BucketName("b")))
            #expect(!report.cautions.isEmpty == hasCaution)
            #expect(report.cautions.allSatisfy { $0.contains("2.10 or newer") })
        }
        await server.stop()
    }

    @Test(arguments: TestServer.allCases)
    func `a value with a time to live expires, where the server can`(server: TestServer) async throws {
        try await server.run { url in
            try await withClient(url) { client in
                var settings = BucketConfiguration(name: try BucketName("ttl"))
                settings.markerTimeToLive = .seconds(60)
                let (bucket, report) = try await client.ensureBucket(settings)
                guard report.status.allowsMessageTimeToLive else {
                    print("per-message time to live: \(server.testDescription) does not know it")
                    return
                }
                try await bucket.create(value("1"), at: key("a"), timeToLive: .seconds(1))
                #expect(try await bucket.get(key("a"))?.revision == 1)
                try await bucket.withWatch([.all], options: WatchOptions()) { events in
                    for try await event in events {
                        if case .entry(let entry) = event, entry.operation != .put { break }
                    }
                }
                #expect(try await bucket.get(key("a")) == nil)
                #expect(try await bucket.put(value("2"), at: key("a"), if: .absent).revision > 1)
                try await bucket.delete(key("a"))
                let again = try await bucket.create(value("3"), at: key("a"), timeToLive: .seconds(60))
                #expect(try await bucket.get(key("a"))?.revision == again.revision)
            }
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a time to live that the bucket would ignore is refused`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            _ = await expectError(.bucketInvalid) {
                try await bucket.create(value("1"), at: key("a"), timeToLive: .seconds(1))
            }
            let entry = try await bucket.get(key("a"))
            #expect(entry == nil)
        }
    }

    @Test(arguments: TestServer.allCases)
    func `operations on a bucket that vanished say so`(server: TestServer) async throws {
        try await withBucket(server) { bucket, url in
            try await bucket.put(value("1"), at: key("a"))
            try await withClient(url) { try await $0.deleteBucket(bucket.name) }
            _ = await expectError(.noResponders) { try await bucket.put(value("1"), at: key("a")) }
            _ = await expectError(.bucketNotFound) { try await bucket.put(value("1"), at: key("a")) }
            _ = await expectError(.bucketNotFound) { try await bucket.get(key("a")) }
        }
    }

    @Test(arguments: TestServer.processes)
    func `a cancelled call gives up its request`(server: TestServer) async throws {
        try await server.runProcess { process in
            try await withClient(process.url) { client in
                let (bucket, _) = try await client.ensureBucket(BucketConfiguration(name: try BucketName("b")))
                try await bucket.put(value("1"), at: key("a"))
                process.freeze()
                let calls = [
                    Task { _ = try await bucket.get(key("a")) }, Task { _ = try await bucket.keys() },
                    Task { _ = try await bucket.history(key("a")) },
                ]
                while try await requestCount(client) < 4 {}
                for call in calls { call.cancel() }
                for call in calls {
                    let result = await call.result
                    #expect { try result.get() } throws: { ($0 as? NATSError)?.code == .cancelled }
                }
                while try await requestCount(client) > 0 {}
                process.signal(SIGCONT)
                #expect(try await bucket.get(key("a"))?.revision == 1)
            }
        }
    }

    private func requestCount(_ client: NATSClient) async throws -> Int {
        try await client.call { connection, completion in completion(.success(connection.outbox.requests.count)) }
    }
}

extension JSONValue {
    /// The object without one member.
    fileprivate func without(_ name: String) -> JSONValue {
        .object(JSONObject((object ?? JSONObject()).filter { $0.name != name }.map { ($0.name, $0.value) }))
    }
}
