import NATSKV
import NIOCore
import Testing

/// What the library does on a bucket, and the rows of the documentation's table that it takes.
struct PermittedOperation: Sendable, CustomStringConvertible {
    let description: String
    /// Of several sets, one is enough; each is needed besides `bind`.
    let rows: [Set<PermissionTable.Row>]
    let run: @Sendable (Stage) async throws -> Void

    init(
        _ description: String,
        _ rows: Set<PermissionTable.Row>...,
        run: @escaping @Sendable (Stage) async throws -> Void
    ) {
        self.description = description
        self.rows = rows.map { $0.union([.bind]) }
        self.run = run
    }

    /// The user who tries it, and one who may do everything.
    struct Stage: Sendable {
        let user: NATSClient
        let administrator: NATSClient

        /// The bucket of the user, who waits ten minutes for an answer.
        func bucket(readsFromLeader: Bool = false) async throws -> KeyValueBucket {
            var bucket = try await user.bucket(BucketName("b"), readsFromLeader: readsFromLeader)
            bucket.timeout = .seconds(600)
            return bucket
        }

        /// Makes the bucket anew, with two revisions of `a` and a `c` that is deleted.
        func prepare() async throws {
            if try await administrator.bucketNames().contains(BucketName("b")) {
                try await administrator.deleteBucket(BucketName("b"))
            }
            let (bucket, _) = try await administrator.ensureBucket(Self.configuration(history: 5))
            try await bucket.put(value("one"), at: key("a"))
            try await bucket.put(value("two"), at: key("a"))
            try await bucket.put(value("one"), at: key("c"))
            try await bucket.delete(key("c"))
        }

        static func configuration(history: Int) throws -> BucketConfiguration {
            var configuration = BucketConfiguration(name: try BucketName("b"))
            configuration.history = history
            // nats-server 2.10 and 2.15 sometimes give a stream on disk the messages of a deleted one of its name.
            configuration.storage = .memory
            return configuration
        }
    }

    static let all: [PermittedOperation] = reading + watching + writing + administration

    private static let reading: [PermittedOperation] = [
        PermittedOperation("get", [.newest], [.newestBySubject]) { stage in
            let bucket = try await stage.bucket()
            #expect(try await bucket.get(key("a"))?.summary == "a put two @2")
            #expect(try await bucket.get(key("none")) == nil)
        },
        PermittedOperation("get of many keys", [.newest], [.newestBySubject]) { stage in
            let entries = try await stage.bucket().entries(of: [key("a"), key("c"), key("none")])
            #expect(entries.map { $0?.summary } == ["a put two @2", nil, nil])
        },
        PermittedOperation("status", []) { stage in
            let bucket = try await stage.bucket()
            #expect(try await bucket.status().values == 4)
        },
        PermittedOperation("get of a revision", [.revisions]) { stage in
            let bucket = try await stage.bucket()
            #expect(try await bucket.get(key("a"), revision: 1)?.summary == "a put one @1")
        },
        PermittedOperation("page", [.revisions]) { stage in
            let bucket = try await stage.bucket()
            #expect(try await bucket.page().entries.map(\.summary) == ["a put two @2"])
        },
        PermittedOperation("history", [.revisions]) { stage in
            let bucket = try await stage.bucket()
            #expect(try await bucket.history(key("a")).map(\.summary) == ["a put one @1", "a put two @2"])
        },
        PermittedOperation("history whose revisions lie far apart", [.revisions, .watch]) { stage in
            let bucket = try await stage.administrator.bucket(BucketName("b"))
            for _ in 0..<1600 { try await bucket.put(value("x"), at: key("x")) }
            let last = try await bucket.put(value("three"), at: key("a")).revision
            #expect(try await stage.bucket().history(key("a")).map(\.revision) == [1, 2, last])
        },
        PermittedOperation("get from the leader", [.leader]) { stage in
            let bucket = try await stage.bucket(readsFromLeader: true)
            #expect(try await bucket.get(key("a"))?.summary == "a put two @2")
            #expect(try await bucket.get(key("a"), revision: 1)?.summary == "a put one @1")
        },
    ]

    private static let watching: [PermittedOperation] = [
        PermittedOperation("keys", [.watch]) { stage in
            let bucket = try await stage.bucket()
            #expect(try await bucket.keys([.all]).map(\.rawValue) == ["a"])
        },
        PermittedOperation("watch", [.watch]) { stage in
            try await watch(stage, WatchOptions(), ["a put two @2", "c delete  @4", "caught up"])
        },
        PermittedOperation("watch of several keys with their history", [.watch]) { stage in
            var options = WatchOptions()
            options.includeHistory = true
            let history = ["a put one @1", "a put two @2", "c put one @3", "c delete  @4", "caught up"]
            try await watch(stage, options, history, filters: [KeyFilter(key("a")), KeyFilter("c")])
        },
        PermittedOperation("watch of what comes", [.watch]) { stage in
            var options = WatchOptions()
            options.fromRevision = 5
            try await watch(stage, options, ["caught up"])
        },
    ]

    /// Expects these events, and a change behind them.
    private static func watch(
        _ stage: Stage,
        _ options: WatchOptions,
        _ expected: [String],
        filters: [KeyFilter] = [.all]
    ) async throws {
        try await stage.bucket().withWatch(filters, options: options) { events in
            var events = events.makeAsyncIterator()
            #expect(try await WatchTests.take(expected.count, &events) == expected)
            try await stage.administrator.bucket(BucketName("b")).put(value("new"), at: key("a"))
            #expect(try await WatchTests.take(1, &events) == ["a put new @5"])
        }
    }

    private static let writing: [PermittedOperation] = [
        PermittedOperation("put", [.write]) { stage in
            let bucket = try await stage.bucket()
            #expect(try await bucket.put(value("x"), at: key("a")).revision == 5)
        },
        PermittedOperation("create", [.write]) { stage in
            let bucket = try await stage.bucket()
            #expect(try await bucket.put(value("x"), at: key("n"), if: .absent).revision == 5)
        },
        PermittedOperation("update", [.write]) { stage in
            let bucket = try await stage.bucket()
            #expect(try await bucket.put(value("x"), at: key("a"), if: .revision(2)).revision == 5)
            do {
                try await bucket.put(value("y"), at: key("a"), if: .revision(2))
                Issue.record("an update of an old revision was taken")
            } catch let error as NATSError where error.code == .revisionMismatch {}
        },
        PermittedOperation("delete", [.write]) { stage in
            let bucket = try await stage.bucket()
            #expect(try await bucket.delete(key("a"), ifRevision: 2).revision == 5)
        },
        PermittedOperation("purge", [.write]) { stage in
            let bucket = try await stage.bucket()
            #expect(try await bucket.purge(key("a")).revision == 5)
        },
        PermittedOperation("create of a deleted key", [.write, .leader]) { stage in
            let bucket = try await stage.bucket()
            #expect(try await bucket.put(value("x"), at: key("c"), if: .absent).revision == 5)
        },
        PermittedOperation("create of a key that is there", [.write, .leader]) { stage in
            do {
                try await stage.bucket().put(value("x"), at: key("a"), if: .absent)
                Issue.record("a key was created twice")
            } catch let error as NATSError where error.code == .keyExists {}
        },
    ]

    private static let administration: [PermittedOperation] = [
        PermittedOperation("removal of markers", [.watch, .removeMarkers]) { stage in
            let bucket = try await stage.bucket()
            #expect(try await bucket.purgeDeletes(olderThan: .zero) == 1)
        },
        PermittedOperation("creation of a bucket", [.makeBuckets]) { stage in
            try await stage.administrator.deleteBucket(BucketName("b"))
            let (_, report) = try await stage.user.ensureBucket(Stage.configuration(history: 5))
            #expect(report.outcome == .created)
        },
        PermittedOperation("adoption of a bucket with more history", [.makeBuckets]) { stage in
            let (_, report) = try await stage.user.ensureBucket(Stage.configuration(history: 9))
            #expect(report.outcome == .found && report.status.history == 9)
        },
        PermittedOperation("adoption of a bucket as it is", []) { stage in
            let (_, report) = try await stage.user.ensureBucket(Stage.configuration(history: 5))
            #expect(report.outcome == .found && report.differences.isEmpty)
        },
        PermittedOperation("change of a bucket", [.makeBuckets]) { stage in
            let bucket = try await stage.bucket()
            #expect(try await bucket.update(Stage.configuration(history: 3)).history == 3)
        },
        PermittedOperation("deletion of a bucket", [.deleteBuckets]) { stage in
            try await stage.user.deleteBucket(BucketName("b"))
        },
        PermittedOperation("list of buckets", [.listBuckets]) { stage in
            let names = try await stage.user.bucketNames()
            #expect(names.map(\.rawValue) == ["b"])
        },
    ]
}
