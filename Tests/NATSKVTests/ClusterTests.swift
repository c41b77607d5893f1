import Foundation
import JSON
import NATSWire
import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import NATSKV

/// Replicated buckets. They need a nats-server of 2.10 or newer, which NATS_SERVER names.
@Suite(.serialized) struct ClusterTests {
    private var executable: String? {
        let path = ProcessInfo.processInfo.environment["NATS_SERVER"] ?? ""
        if path.isEmpty { print("cluster tests were not run: NATS_SERVER names no nats-server of 2.10 or newer") }
        return path.isEmpty ? nil : path
    }

    private func withCluster(_ body: (TestCluster, NATSClient, KeyValueBucket) async throws -> Void) async throws {
        guard let executable else { return }
        let cluster = try await TestCluster.start(executable: executable)
        defer { cluster.remove() }
        let client = try await NATSClient.connect(try configuration(cluster.urls))
        var settings = BucketConfiguration(name: try BucketName("r3"))
        settings.replicas = 3
        settings.history = 64
        do {
            let bucket = try await makeBucket(client, settings)
            try await body(cluster, client, bucket)
            await client.close()
        } catch {
            await client.close()
            throw error
        }
    }

    /// A fresh cluster takes a moment to find its peers and its leader.
    private func makeBucket(_ client: NATSClient, _ settings: BucketConfiguration) async throws -> KeyValueBucket {
        let end = ContinuousClock.now + .seconds(30)
        while true {
            do {
                return try await client.ensureBucket(settings, timeout: .seconds(5)).0
            } catch {
                if ContinuousClock.now > end { throw error }
            }
        }
    }

    private func leader(_ client: NATSClient) async throws -> Int {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            let cluster = try? await clusterState(client)
            if let index = cluster?["leader"]?.string?.last.flatMap({ Int(String($0)) }) { return index }
        }
        throw NATSError(.timeout, "the bucket has no leader")
    }

    /// What STREAM.INFO says of the bucket's copies.
    private func clusterState(_ client: NATSClient) async throws -> JSONValue? {
        try await client.call { connection, completion in
            JetStreamAPI(connection: connection).call("STREAM.INFO.KV_r3", deadline: .now() + .seconds(5)) {
                completion($0.map { $0["cluster"] })
            }
        }
    }

    /// Waits until every node has everything: a consumer may be made on any of them.
    private func waitUntilCurrent(_ client: NATSClient) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            let cluster = try? await clusterState(client)
            let replicas = cluster?["replicas"]?.array ?? []
            let isCurrent = replicas.allSatisfy { $0["current"] == .bool(true) && ($0["lag"]?.integer ?? 0) == 0 }
            if replicas.count == 2, isCurrent { return }
        }
        Issue.record("the cluster did not come together again")
    }

    private final class Record: Sendable {
        struct State {
            var puts: [String: String] = [:]
            var wins: [String: [UInt64]] = [:]
            /// Values of writes that were answered with a failure that says that nothing was written.
            var refused: [String: NATSError] = [:]
            var unknown = 0
            var isOver = false
        }
        let state = Mutex(State())
        var isOver: Bool { state.withLock { $0.isOver } }
        func end() { state.withLock { $0.isOver = true } }

        func failed(_ text: String, _ error: NATSError) {
            state.withLock { state in
                switch error.code {
                case .outcomeUnknown, .cancelled: state.unknown += 1
                default: state.refused[text] = error
                }
            }
        }
    }

    @Test func `nothing acknowledged is lost and no revision is won twice while leaders die`() async throws {
        try await withCluster { cluster, client, bucket in
            let record = Record()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask { try await put(writer, bucket, record) }
                    group.addTask { try await compareAndSet(writer, bucket, record) }
                }
                group.addTask {
                    for round in 0..<2 {
                        try await waitForWrites(record, more: 200)
                        let node = cluster.nodes[try await leader(client)]
                        if round == 0 {
                            node.kill()
                            try await waitForWrites(record, more: 200)
                            try await node.restart()
                        } else {
                            node.freeze()
                            try await waitForWrites(record, more: 200)
                            node.signal(SIGCONT)
                        }
                    }
                    try await waitForWrites(record, more: 200)
                    record.end()
                }
                try await group.waitForAll()
            }
            try await waitUntilCurrent(client)
            try await check(bucket, record)
        }
    }

    /// The leader first, then a follower; writers are connected to every node, so that some of them write to the one that
    /// nobody else hears of.
    @Test func `nothing acknowledged is lost and no revision is won twice while nodes are cut off`() async throws {
        try await withCluster { cluster, client, bucket in
            let record = Record()
            let clients = try await connectToEach(cluster)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (writer, own) in clients.enumerated() {
                    var bucket = try await own.bucket(bucket.name)
                    bucket.timeout = .seconds(3)
                    let writerBucket = bucket
                    group.addTask { try await put(writer, writerBucket, record) }
                    group.addTask { try await compareAndSet(writer, writerBucket, record) }
                }
                group.addTask {
                    for round in 0..<2 {
                        try await waitForWrites(record, more: 100)
                        let first = try await leader(client)
                        let node = round == 0 ? first : (first + 1) % 3
                        await cluster.cutOff(node)
                        try await waitForWrites(record, more: 300)
                        let now = try await leader(clients[(node + 1) % 3])
                        #expect(now != node)
                        await cluster.mend(node)
                    }
                    try await waitForWrites(record, more: 100)
                    record.end()
                }
                try await group.waitForAll()
            }
            try await waitUntilCurrent(client)
            try await check(bucket, record)
            for client in clients { await client.close() }
        }
    }

    private func connectToEach(_ cluster: TestCluster) async throws -> [NATSClient] {
        var clients: [NATSClient] = []
        for node in cluster.nodes {
            clients.append(try await NATSClient.connect(try configuration(node.url)))
        }
        return clients
    }

    private func waitForWrites(_ record: Record, more: Int) async throws {
        let target = record.state.withLock { $0.puts.count } + more
        while record.state.withLock({ $0.puts.count }) < target { await Task.yield() }
    }

    private func put(_ writer: Int, _ bucket: KeyValueBucket, _ record: Record) async throws {
        var number = 0
        while !record.isOver {
            number += 1
            let name = "put.\(writer).\(number)"
            do {
                try await bucket.put(value(name), at: try key(name))
                record.state.withLock { $0.puts[name] = name }
            } catch let error as NATSError {
                record.failed(name, error)
            }
        }
    }

    private func compareAndSet(_ writer: Int, _ bucket: KeyValueBucket, _ record: Record) async throws {
        var number = 0
        let shared = try key("shared")
        while !record.isOver {
            number += 1
            let text = "cas.\(writer).\(number)"
            guard let expected = try? await bucket.get(shared)?.revision ?? 0 else { continue }
            do throws(NATSError) {
                try await bucket.put(value(text), at: shared, if: .revision(expected))
                record.state.withLock { $0.wins[text, default: []].append(expected) }
            } catch {
                record.failed(text, error)
            }
        }
    }

    private func check(_ bucket: KeyValueBucket, _ record: Record) async throws {
        let state = record.state.withLock { $0 }
        print(
            "cluster: \(state.puts.count) puts, \(state.wins.count) wins, \(state.refused.count) refused, \(state.unknown) unknown"
        )
        var held: [String: String] = [:]
        #expect(Set(state.refused.keys).isDisjoint(with: state.puts.values))
        var shared: Set<String> = []
        var options = WatchOptions()
        options.includeHistory = true
        try await bucket.withWatch([.all], options: options) { events in
            for try await event in events {
                guard case .entry(let entry) = event else { break }
                if entry.key.rawValue == "shared" { shared.insert(String(buffer: entry.value)) }
                held[entry.key.rawValue] = String(buffer: entry.value)
            }
        }
        let lost = state.puts.filter { held[$0.key] != $0.value }
        #expect(lost.isEmpty)
        let expected = state.wins.values.flatMap { $0 }
        #expect(Set(expected).count == expected.count)
        #expect(state.refused.filter { shared.contains($0.key) || held[$0.key] != nil }.isEmpty)
        #expect(!state.wins.isEmpty)
    }

    @Test func `a server in lame-duck mode is left without a failed request`() async throws {
        try await withCluster { cluster, client, bucket in
            let before = try await port(client)
            let node = try #require(cluster.nodes.first { $0.port == before })
            let failures = try await withThrowingTaskGroup(of: Int.self) { group in
                let record = Record()
                for writer in 0..<4 {
                    group.addTask {
                        var failures = 0
                        var number = 0
                        while !record.isOver {
                            number += 1
                            do {
                                try await bucket.put(value("v"), at: try key("k.\(writer).\(number)"))
                            } catch {
                                failures += 1
                            }
                        }
                        return failures
                    }
                }
                node.signal(SIGUSR2)
                while try await port(client) == before { await Task.yield() }
                record.end()
                return try await group.reduce(0, +)
            }
            #expect(failures == 0)
        }
    }

    /// The port of the server in use; 0 where there is none.
    private func port(_ client: NATSClient) async throws -> Int {
        try await client.call { connection, completion in
            completion(.success(connection.isReady ? connection.serverInfo?.port ?? 0 : 0))
        }
    }
}
