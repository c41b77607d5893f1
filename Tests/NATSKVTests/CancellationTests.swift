import Foundation
import JSON
import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import NATSKV

@Suite struct CancellationTests {
    /// What the tests see of a connection.
    private struct Rest: Equatable {
        var requests = 0
        var isTidy = true
    }

    /// The callbacks that were made.
    private final class Calls: Sendable {
        private let names = Mutex<[String]>([])

        var all: [String] { names.withLock { $0 } }
        func add(_ name: String) { names.withLock { $0.append(name) } }
    }

    private func rest(_ client: NATSClient) async -> Rest {
        await NATSClient.onLoop(client.eventLoop) { [connection = client.connection] in
            Rest(requests: connection.value.outbox.requests.count, isTidy: connection.value.cancellations.isEmpty)
        }
    }

    /// A bucket on the loop of `client`, whose facts are known.
    private func loopBucket(_ bucket: KeyValueBucket) async throws -> NIOLoopBound<LoopKeyValueBucket> {
        _ = try await bucket.status()
        return bucket.bucket
    }

    @Test(arguments: TestServer.allCases)
    func `a given-up read is never answered and leaves nothing behind`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            try await bucket.put(value("1"), at: key("a"))
            try await bucket.put(value("2"), at: key("a"))
            let (a, deadline) = (try key("a"), NIODeadline.now() + .seconds(30))
            let loop = try await loopBucket(bucket)
            let calls = Calls()
            let report = await NATSClient.onLoop(bucket.client.eventLoop) {
                let connection = loop.value.connection
                let token = connection.makeCancellationToken()
                connection.within(token) {
                    loop.value.get(a, deadline: deadline) { _ in calls.add("get") }
                    loop.value.getRevision(a, revision: 1, deadline: deadline) { _ in calls.add("revision")
                    }
                    loop.value.getRevision(a, revision: 0, deadline: deadline) { _ in calls.add("none") }
                    loop.value.history(a, deadline: deadline) { _ in calls.add("history") }
                    loop.value.keys(deadline: deadline) { _ in calls.add("keys") }
                    _ = loop.value.watch([.all], deadline: deadline) { _ in calls.add("watch") }
                    loop.value.status(deadline: deadline) { _ in calls.add("status") }
                    connection.whenReady(deadline: deadline) { _ in calls.add("ready") }
                }
                return connection.cancel(token)
            }
            #expect(report.requests == 7)
            #expect(report.unknownWrites == 0)
            #expect(report.error.code == .cancelled)
            #expect(await rest(bucket.client) == Rest())
            // All answers to what was given up are here once this one is.
            #expect(try await bucket.get(key("a"))?.revision == 2)
            #expect(calls.all == [])
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a consumer made for a listing or a watch is deleted when its caller gives up`(
        server: TestServer
    ) async throws {
        try await withBucket(server) { bucket, _ in
            for index in 0..<50 { try await bucket.put(value("1"), at: key("k\(index)")) }
            let loop = try await loopBucket(bucket)
            let deadline = NIODeadline.now() + .seconds(30)
            for steps in 0..<4 {
                // Given up when the first entry comes: the consumer is there; and a few turns after the beginning, when
                // it is being asked for.
                await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
                    let once = Once(done)
                    bucket.client.eventLoop.execute {
                        let connection = loop.value.connection
                        let token = connection.makeCancellationToken()
                        let giveUp = { [bound = NIOLoopBound(connection, eventLoop: connection.eventLoop)] in
                            bound.value.cancel(token)
                            once.resume()
                        }
                        connection.within(token) {
                            if steps == 0 {
                                loop.value.keys(deadline: deadline, onKey: { _ in giveUp() }) { _ in giveUp() }
                            } else {
                                _ = loop.value.watch([.all], deadline: deadline) { _ in giveUp() }
                            }
                        }
                        guard steps > 1 else { return }
                        loop.value.describe(deadline: deadline) { _ in
                            if steps == 2 {
                                giveUp()
                            } else {
                                loop.value.describe(deadline: deadline) { _ in giveUp() }
                            }
                        }
                    }
                }
                try await expectNoConsumers(bucket)
                #expect(await rest(bucket.client) == Rest())
            }
        }
    }

    private func expectNoConsumers(_ bucket: KeyValueBucket) async throws {
        let end = ContinuousClock.now + .seconds(20)
        var count = -1
        while count != 0, ContinuousClock.now < end {
            count = try await bucket.call { bucket, deadline, completion in
                bucket.api.call("STREAM.INFO.\(bucket.name.streamName)", deadline: deadline) {
                    completion($0.map { $0["state"]?["consumer_count"]?.integer ?? -1 })
                }
            }
        }
        #expect(count == 0)
    }

    @Test(arguments: TestServer.allCases)
    func `a write on the wire counts as unknown, a waiting one as not done`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            let loop = try await loopBucket(bucket)
            let (a, one, deadline) = (try key("a"), value("1"), NIODeadline.now() + .seconds(30))
            let reports = await NATSClient.onLoop(bucket.client.eventLoop) {
                let connection = loop.value.connection
                let (first, second) = (connection.makeCancellationToken(), connection.makeCancellationToken())
                connection.within(first) { loop.value.put(a, one, deadline: deadline) { _ in Issue.record("told") } }
                // Waits for the bucket's settings.
                loop.value.facts = nil
                connection.within(second) { loop.value.put(a, one, deadline: deadline) { _ in Issue.record("told") } }
                return [connection.cancel(first), connection.cancel(second)]
            }
            #expect(reports.map(\.unknownWrites) == [1, 0])
            #expect(reports.map(\.error.code) == [.outcomeUnknown, .cancelled])
            // The first one was on the wire; the second never was.
            #expect(try await bucket.put(value("2"), at: key("a")).revision == 2)
        }
    }

    @Test func `a write that is being settled counts as unknown until it is settled`() async throws {
        let refusal = #"{"error":{"code":400,"err_code":10071,"description":"wrong last sequence: 5"},"seq":0}"#
        let info =
            #"{"config":{"name":"KV_b","subjects":["$KV.b.>"],"max_msgs_per_subject":1,"num_replicas":3,"#
            + #""allow_direct":true,"allow_rollup_hdrs":true,"storage":"file"},"created":"2024-01-01T00:00:00Z","#
            + #""state":{"messages":0,"bytes":0,"first_seq":0,"last_seq":0,"consumer_count":0}}"#
        let (questions, asked) = AsyncStream.makeStream(of: Void.self)
        let server = try await ScriptedServer.start { subject, reply in
            if subject.contains("STREAM.INFO") { return "MSG \(reply) 1 \(info.utf8.count)\r\n\(info)\r\n" }
            if subject.contains("MSG.GET") { asked.yield() }
            return subject.hasPrefix("$KV.") ? "MSG \(reply) 1 \(refusal.utf8.count)\r\n\(refusal)\r\n" : ""
        }
        try await withClient(server.url) { client in
            let bucket = try await client.bucket(try BucketName("b"))
            let (a, deadline) = (try key("a"), NIODeadline.now() + .seconds(30))
            let token = await NATSClient.onLoop(client.eventLoop) { [loop = bucket.bucket] in
                let token = loop.value.connection.makeCancellationToken()
                loop.value.connection.within(token) {
                    loop.value.update(a, ByteBuffer(), expected: 4, deadline: deadline) { _ in Issue.record("told") }
                }
                return token
            }
            for await _ in questions { break }
            let report = await NATSClient.onLoop(client.eventLoop) { [connection = client.connection] in
                connection.value.cancel(token)
            }
            #expect(report.unknownWrites == 1)
        }
        await server.stop()
    }

    @Test func `a callback can give up the caller's other requests, also those that fail in the same moment`()
        async throws
    {
        let server = try await ScriptedServer.start { _, _ in "" }
        let client = try await NATSClient.connect(try configuration(server.url))
        let calls = Calls()
        await NATSClient.onLoop(client.eventLoop) { [bound = client.connection] in
            let connection = bound.value
            let token = connection.makeCancellationToken()
            connection.within(token) {
                for name in ["a", "b", "c"] {
                    connection.request(
                        Request(kind: .read, subject: name, deadline: .now() + .seconds(30)) { _ in
                            calls.add(name)
                            bound.value.cancel(token)
                            // Begun by one who is gone: nothing happens.
                            bound.value.request(
                                Request(kind: .read, subject: "d", deadline: .now()) { _ in
                                    calls.add("d")
                                }
                            )
                        }
                    )
                }
            }
            connection.close()
        }
        await NATSClient.onLoop(client.eventLoop) {}
        #expect(calls.all.count == 1)
        #expect(await rest(client) == Rest())
        await server.stop()
    }

    @Test(arguments: TestServer.processes)
    func `a task that is cancelled learns whether its write may have happened`(server: TestServer) async throws {
        try await server.runProcess { process in
            try await withClient(process.url) { client in
                let (bucket, _) = try await client.ensureBucket(BucketConfiguration(name: try BucketName("b")))
                process.freeze()
                let put = Task { try await bucket.put(value("1"), at: key("a")) }
                let get = Task { try await bucket.get(key("a")) }
                while await rest(client).requests < 2 {}
                put.cancel()
                get.cancel()
                _ = await expectError(.outcomeUnknown) { try await put.value }
                _ = await expectError(.cancelled) { try await get.value }
                _ = await expectError(.cancelled) {
                    try await Task {
                        withUnsafeCurrentTask { $0?.cancel() }
                        return try await bucket.get(key("a"))
                    }.value
                }
                #expect(await rest(client) == Rest())
                process.signal(SIGCONT)
            }
        }
    }
}

/// Resumes a continuation the first time it is asked to.
private final class Once: Sendable {
    private let continuation: Mutex<CheckedContinuation<Void, Never>?>

    init(_ continuation: CheckedContinuation<Void, Never>) { self.continuation = Mutex(continuation) }

    func resume() { continuation.withLock { $0.take() }?.resume() }
}
