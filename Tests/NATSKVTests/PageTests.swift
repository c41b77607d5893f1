import NIOCore
import Testing

@testable import NATSKV

@Suite struct PageTests {
    @Test(arguments: TestServer.allCases)
    func `a page ends early where its values are large, and goes on behind them`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            let large = value(String(repeating: "x", count: 1000))
            for number in 0..<30 { try await bucket.put(large, at: key("k\(number)")) }
            var options = PageOptions()
            options.maximumBytes = 4500
            var keys: [String] = []
            while true {
                let page = try await bucket.page(options)
                keys += page.entries.map(\.key.rawValue)
                #expect((1...4).contains(page.entries.count))
                guard page.hasMore, let last = page.entries.last else { break }
                options.start = .cursor(page.cursor(behind: last))
            }
            #expect(keys == (0..<30).map { "k\($0)" })
            // One that is larger than a page may be comes alone.
            options.maximumBytes = 10
            options.start = .beginning
            let single = try await bucket.page(options)
            #expect(single.entries.map(\.key.rawValue) == ["k0"] && single.hasMore)
            options.metaOnly = true
            let meta = try await bucket.page(options)
            #expect(meta.entries.count == 30 && !meta.hasMore)
            #expect(meta.entries.allSatisfy { $0.value.readableBytes == 0 })
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a page finds what lies far apart`(server: TestServer) async throws {
        try await withBucket(server, history: 3) { bucket, _ in
            // The stream keeps little of what was written: gaps, and old revisions behind the newest ones.
            for number in 0..<400 {
                try await bucket.put(value("\(number)"), at: key(number % 40 == 0 ? "rare.\(number)" : "often"))
            }
            var options = PageOptions()
            options.limit = 3
            var found: [String] = []
            while true {
                let page = try await bucket.page(options)
                found += page.entries.map { "\($0.key)@\($0.revision)" }
                guard page.hasMore, let last = page.entries.last else { break }
                options.start = .cursor(page.cursor(behind: last))
            }
            #expect(found == stride(from: 0, to: 400, by: 40).map { "rare.\($0)@\($0 + 1)" } + ["often@400"])
            options.start = .key(try key("rare.80"))
            options.filter = try KeyFilter("rare.*")
            #expect(try await bucket.page(options).entries.map(\.revision) == [121, 161, 201])
            options.start = .key(try key("none"))
            _ = await expectError(.cursorInvalid) { try await bucket.page(options) }
        }
    }

    @Test(arguments: TestServer.allCases)
    func `a watch from a revision to come is refused, the next one is not`(server: TestServer) async throws {
        try await withBucket(server) { bucket, _ in
            try await bucket.put(value("1"), at: key("a"))
            var options = WatchOptions()
            options.fromRevision = 3
            _ = await expectError(.revisionAhead) {
                try await bucket.withWatch([.all], options: options) { events in
                    for try await _ in events { break }
                }
            }
            options.fromRevision = 2
            let first = try await bucket.withWatch([.all], options: options) { events in
                try await bucket.put(value("2"), at: key("b"))
                for try await event in events { if case .entry(let entry) = event { return entry.revision } }
                return 0
            }
            #expect(first == 2)
        }
    }
}
