import Foundation
import Testing

@testable import Gateway

@Suite("The history of entries", .serialized)
struct EntryHistoryTests {
    private static func write(_ gateway: TestGateway, _ keys: [String]) async throws {
        let calls = keys.enumerated().map {
            "m\($0.offset): kv_put(key: \"\($0.element)\", value: {token: \"\($0.offset)\"}) { key }"
        }
        for start in stride(from: 0, to: calls.count, by: 100) {
            let part = calls[start..<min(start + 100, calls.count)].joined(separator: " ")
            #expect(!(try await gateway.query("mutation { \(part) }")).contains("errors"))
        }
    }

    @Test("an entry shows its key's revisions, wherever it came from", arguments: StoreServer.allCases)
    func everywhere(server: StoreServer) async throws {
        try await TestGateway.run(server) { gateway in
            try await Self.write(gateway, ["a", "b", "a", "a"])
            let last = #""history":[{"revision":3},{"revision":4}]"#
            for field in [
                "kv_get(key: \"a\")", "kv_getMany(keys: [\"a\"])", "kv_entries(filter: \"a\") { edges { node",
                "kv_getRevision(key: \"a\", revision: 1)",
            ] {
                let closing = field.hasSuffix("node") ? "} }" : ""
                let answer = try await gateway.query("{ \(field) { history(last: 2) { revision } } \(closing) }")
                #expect(answer.contains(last) && !answer.contains("errors"), "\(field): \(answer)")
            }
            let written = try await gateway.query(
                "mutation { kv_put(key: \"a\", value: {token: \"5\"}) { history { revision } } }"
            )
            #expect(written.contains(#"[{"revision":1},{"revision":3},{"revision":4},{"revision":5}]"#))
            #expect(
                try await gateway.query("{ kv_get(key: \"a\") { history(last: -1) { key } } }").contains(
                    "BAD_USER_INPUT"
                )
            )
            let nested = try await gateway.query("{ kv_get(key: \"a\") { history { history { key } } } }")
            #expect(nested.contains("QUERY_TOO_COMPLEX"))
            let below = try await gateway.query("{ kv_history(key: \"b\") { history { revision } } }")
            #expect(below == #"{"data":{"kv_history":[{"history":[{"revision":2}]}]}}"#)
        }
    }

    @Test(
        "the histories of a hundred entries, and a hundred keys, are asked for in one batch",
        arguments: StoreServer.allCases
    )
    func batch(server: StoreServer) async throws {
        try await TestGateway.run(server) { store in
            // The other gateway's bucket, read through the proxy.
            let keys = (0..<100).map { "k\($0)" }
            try await Self.write(store, keys + keys)
            let port = store.storeURL.split(separator: ":").last.flatMap { Int($0) } ?? 0
            let proxy = CountingProxy(target: port, counting: "PUB $JS.API.DIRECT.GET.")
            try await proxy.run { port in
                var configuration = TestGateway.configuration()
                configuration.nats.urls = [Secret("nats://127.0.0.1:\(port)")]
                try await TestGateway.run(configuration) { gateway in
                    // The first request may still ask what the bucket is.
                    _ = try await gateway.query("{ kv_get(key: \"k0\") { key } }")
                    _ = proxy.take()
                    let plain = try await gateway.query("{ kv_entries(first: 100) { edges { node { key } } } }")
                    #expect(plain.components(separatedBy: "\"key\"").count == 101)
                    let page = proxy.take()
                    let answer = try await gateway.query(
                        "{ kv_entries(first: 100) { edges { node { key history(last: 1) { revision } } } } }"
                    )
                    #expect(answer.components(separatedBy: "\"revision\"").count == 101)
                    let both = proxy.take()
                    // Two for each key: its newest and its oldest revision. What lies between costs more, but no entry waits
                    // for another: so the batches are few, whatever the number of entries.
                    #expect(both.requests - page.requests >= 200)
                    #expect(both.reads - page.reads <= 20, "\(both.reads) writes, \(page.reads) of them for the page")
                    let list = keys.map { "\"\($0)\"" }.joined(separator: ",")
                    _ = try await gateway.query("{ kv_getMany(keys: [\(list), \(list)]) { key } }")
                    let many = proxy.take()
                    #expect(many.requests == 100)
                    #expect(many.reads <= 3, "\(many.reads) writes")
                }
            }
        }
    }
}
