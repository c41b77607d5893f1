import Foundation
import NIOCore
import TestSupport
import Testing

@testable import NATSKV

/// What happens when the server goes away, and comes back.
@Suite struct ReconnectTests {
    private func withBucket(
        _ server: TestServer,
        timeout: Duration = .seconds(10),
        change: (inout NATSConfiguration) -> Void = { _ in },
        _ body: (NATSServerProcess, NATSClient, KeyValueBucket) async throws -> Void
    ) async throws {
        try await server.runProcess { process in
            var settings = try configuration(process.url)
            change(&settings)
            let client = try await NATSClient.connect(settings)
            var bucketSettings = BucketConfiguration(name: try BucketName("test"))
            bucketSettings.history = 10
            do {
                var (bucket, _) = try await client.ensureBucket(bucketSettings)
                bucket.timeout = timeout
                try await body(process, client, bucket)
                await client.close()
            } catch {
                await client.close()
                throw error
            }
        }
    }

    /// Waits until the client knows that the connection is lost.
    private func waitUntilLost(_ client: NATSClient) async throws {
        try await client.call { connection, completion in
            let completion: (Result<Void, NATSError>) -> Void = completion
            if !connection.isReady { return completion(.success(())) }
            connection.onStateChange = { [unowned connection] state in
                if !state.isReady {
                    connection.onStateChange = nil
                    completion(.success(()))
                }
            }
        }
    }

    @Test(arguments: TestServer.processes)
    func `requests wait for a server that comes back`(server: TestServer) async throws {
        try await withBucket(server) { process, client, bucket in
            try await bucket.put(value("1"), at: key("a"))
            process.kill()
            try await waitUntilLost(client)
            async let read = bucket.get(key("a"))
            async let written = bucket.put(value("2"), at: key("b"))
            async let created = bucket.put(value("3"), at: key("c"), if: .absent)
            try await process.restart()
            let back = ContinuousClock.now
            #expect(try await read?.summary == "a put 1 @1")
            #expect(Set([try await written.revision, try await created.revision]) == [2, 3])
            #expect(ContinuousClock.now - back < .seconds(3))
            #expect(await client.state() == .ready)
        }
    }

    @Test(arguments: TestServer.processes)
    func `requests fail with the deadline while there is no server`(server: TestServer) async throws {
        try await withBucket(server, timeout: .milliseconds(300)) { process, client, bucket in
            process.kill()
            try await waitUntilLost(client)
            _ = await expectError(.unavailable) { try await bucket.get(key("a")) }
            _ = await expectError(.unavailable) { try await bucket.put(value("1"), at: key("a")) }
            _ = await expectError(.unavailable) { try await bucket.keys() }
            _ = await expectError(.unavailable) { try await bucket.history(key("a")) }
            guard case .connecting(let reason) = await client.state() else {
                Issue.record("the client must be connecting")
                return
            }
            #expect(reason != nil)
        }
    }

    @Test(arguments: TestServer.processes)
    func `a write under way when the server dies is stored once`(server: TestServer) async throws {
        try await withBucket(server) { process, client, bucket in
            // Stopped, the server takes the bytes but answers nothing.
            process.freeze()
            async let first = bucket.put(value("1"), at: key("a"), if: .absent)
            async let second = bucket.put(value("2"), at: key("b"))
            // The requests are written once the loop has turned after they were made.
            while try await sentCount(client) < 2 {}
            process.kill()
            try await process.restart()
            #expect(Set([try await first.revision, try await second.revision]) == [1, 2])
            #expect(try await bucket.history(key("a")).count == 1)
            #expect(try await bucket.history(key("b")).count == 1)
        }
    }

    private func sentCount(_ client: NATSClient) async throws -> Int {
        try await client.call { connection, completion in completion(.success(connection.outbox.requests.sentCount)) }
    }

    @Test(arguments: TestServer.processes)
    func `a write without answer has an unknown outcome, a read has none`(server: TestServer) async throws {
        try await withBucket(server, timeout: .milliseconds(300)) { process, _, bucket in
            process.freeze()
            _ = await expectError(.outcomeUnknown) { try await bucket.put(value("1"), at: key("a")) }
            _ = await expectError(.timeout) { try await bucket.get(key("a")) }
            process.signal(SIGCONT)
            var patient = bucket
            patient.timeout = .seconds(10)
            let entry = try await patient.get(key("a"))
            #expect(entry?.revision == 1)
        }
    }

    @Test(arguments: TestServer.processes)
    func `a watch goes on over a crash of the server`(server: TestServer) async throws {
        try await withBucket(server) { process, client, bucket in
            try await bucket.put(value("1"), at: key("a"))
            let filters = [try KeyFilter("a"), try KeyFilter("b")]
            try await bucket.withWatch(filters, options: WatchOptions()) { events in
                var events = events.makeAsyncIterator()
                #expect(try await WatchTests.take(2, &events) == ["a put 1 @1", "caught up"])
                for round in 0..<3 {
                    process.kill()
                    try await waitUntilLost(client)
                    async let written = bucket.put(value("x"), at: key("b"))
                    try await process.restart()
                    let revision = try await written.revision
                    #expect(revision == UInt64(2 * round + 2))
                    try await bucket.put(value("y"), at: key("a"))
                    let told = try await WatchTests.take(2, &events)
                    #expect(told == ["b put x @\(revision)", "a put y @\(revision + 1)"])
                }
            }
        }
    }

    @Test(arguments: TestServer.processes)
    func `a watch tells what others wrote while it was cut off`(server: TestServer) async throws {
        try await withBucket(server) { process, client, bucket in
            try await bucket.withWatch([.all], options: WatchOptions()) { events in
                var events = events.makeAsyncIterator()
                #expect(try await WatchTests.take(1, &events) == ["caught up"])
                process.kill()
                try await waitUntilLost(client)
                // The watcher's server is not there, but its data is: another one writes to it.
                try await process.restart()
                try await withClient(process.url) { other in
                    let other = try await other.bucket(bucket.name)
                    for number in 1...20 { try await other.put(value("\(number)"), at: key("k")) }
                }
                var told: [String] = []
                repeat { told += try await WatchTests.take(1, &events) } while told.last != "k put 20 @20"
                #expect(Set(told).count == told.count)
                // The history of ten is still held, however late the watch came back.
                #expect(told.suffix(10) == (11...20).map { "k put \($0) @\($0)" }[...])
            }
        }
    }

    @Test(arguments: TestServer.processes)
    func `a watch of a bucket that was made anew tells all of it`(server: TestServer) async throws {
        try await withBucket(server) { process, client, bucket in
            for number in 1...5 { try await bucket.put(value("\(number)"), at: key("old")) }
            try await bucket.withWatch([.all], options: WatchOptions()) { events in
                var events = events.makeAsyncIterator()
                #expect(try await WatchTests.take(2, &events) == ["old put 5 @5", "caught up"])
                process.kill()
                try await waitUntilLost(client)
                try FileManager.default.removeItem(at: process.folder)
                try await process.restart()
                try await withClient(process.url) { other in
                    let (other, report) = try await other.ensureBucket(BucketConfiguration(name: bucket.name))
                    #expect(report.outcome == .created)
                    try await other.put(value("1"), at: key("new"))
                }
                let told = try await WatchTests.take(1, &events)
                #expect(told == ["new put 1 @1"])
                try await bucket.put(value("2"), at: key("new"))
                #expect(try await WatchTests.take(1, &events) == ["new put 2 @2"])
            }
        }
    }

    @Test(arguments: TestServer.processes)
    func `a server that is silent is given up`(server: TestServer) async throws {
        let change = { (settings: inout NATSConfiguration) in
            settings.pingInterval = .milliseconds(50)
            settings.connectTimeout = .milliseconds(200)
        }
        try await withBucket(server, change: change) { process, client, bucket in
            process.freeze()
            try await waitUntilLost(client)
            process.signal(SIGCONT)
            let entry = try await bucket.get(key("a"))
            #expect(entry == nil)
        }
    }

    @Test func `nobody there is said with the first attempt's reason`() async throws {
        // A port that was free a moment ago.
        let port = try await TestServer.installed.runProcess { $0.port }
        let settings = try configuration("nats://127.0.0.1:\(port)")
        let error = await expectError(.unavailable) {
            try await NATSClient.connect(settings, timeout: .milliseconds(500))
        }
        #expect(error?.message == "the server does not answer")
    }

    @Test(arguments: TestServer.processes)
    func `the next server is used when one is gone`(server: TestServer) async throws {
        try await server.runProcess { first in
            try await server.runProcess { second in
                let client = try await NATSClient.connect(try configuration("\(first.url),\(second.url)"))
                first.kill()
                let (bucket, _) = try await client.ensureBucket(BucketConfiguration(name: try BucketName("b")))
                #expect(try await bucket.put(value("1"), at: key("a")).revision == 1)
                await client.close()
            }
        }
    }

    @Test(arguments: TestServer.processes)
    func `a drained connection finishes what is under way and refuses the rest`(server: TestServer) async throws {
        try await withBucket(server) { _, client, bucket in
            let results = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<50 {
                    group.addTask { (try? await bucket.put(value("v"), at: key("k\(number)"))) != nil }
                }
                // All fifty calls have reached the loop when this one comes back behind them.
                _ = try? await bucket.get(key("x"))
                group.addTask {
                    await client.drain()
                    return true
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(results >= 2)
            _ = await expectError(.closed) { try await bucket.get(key("a")) }
            #expect(await client.state() == .closed(reason: nil))
        }
    }
}
