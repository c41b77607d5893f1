import Testing

@testable import Gateway

@Suite("What the gateway counts")
struct GatewayMetricsTests {
    /// The value of a series, by its whole name with labels.
    private func value(_ series: String, _ gateway: TestGateway) async throws -> Double? {
        let text = try await gateway.send("GET", "/metrics").body
        return text.split(separator: "\n").first { $0.hasPrefix(series + " ") }
            .flatMap { Double($0.dropFirst(series.utf8.count + 1)) }
    }

    @Test func `only what NATS answered counts as a round trip`() async throws {
        try await TestGateway.run { gateway in
            let series = "kvgraph_nats_seconds_count"
            #expect(try await value(series, gateway) == 0)
            // Refused before NATS is asked, or answered without it.
            let refused = try await gateway.query(#"{ kv_get(key: "a..b") { key } }"#)
            #expect(refused.contains("KEY_INVALID"))
            _ = try await gateway.query(#"{ kv_getRevision(key: "a", revision: 0) { key } }"#)
            #expect(try await value(series, gateway) == 0)
            _ = try await gateway.query(
                #"{ a: kv_get(key: "a") { key } b: kv_get(key: "b") { key } c: kv_get(key: "") { key } }"#
            )
            #expect(try await value(series, gateway) == 2)
            let two = #"mutation { a: kv_delete(key: "a") b: kv_delete(key: "") c: kv_delete(key: "c") }"#
            _ = try await gateway.query(two)
            // The refused one has a type without null, so that the last is not begun.
            #expect(try await value(series, gateway) == 3)
        }
    }

    @Test func `operations are counted by type and outcome`() async throws {
        try await TestGateway.run { gateway in
            _ = try await gateway.query("{ kv_keys }")
            _ = try await gateway.query("{ kv_keys }")
            _ = try await gateway.query(#"{ kv_get(key: "a..b") { key } }"#)
            _ = try await gateway.query(#"mutation { kv_delete(key: "a") }"#)
            _ = try await gateway.query("{ nothing }")
            let requests = "kvgraph_requests_total"
            #expect(try await value(#"\#(requests){outcome="success",type="query"}"#, gateway) == 2)
            #expect(try await value(#"\#(requests){outcome="error",type="query"}"#, gateway) == 1)
            #expect(try await value(#"\#(requests){outcome="success",type="mutation"}"#, gateway) == 1)
            #expect(try await value(#"\#(requests){outcome="refused",type="unknown"}"#, gateway) == 1)
            #expect(try await value(#"kvgraph_request_seconds_count{type="query"}"#, gateway) == 3)
            let hits = try await value("kvgraph_operation_cache_hits_total", gateway)
            let misses = try await value("kvgraph_operation_cache_misses_total", gateway)
            // Each event loop has a cache of its own.
            #expect((hits ?? 0) + (misses ?? 0) == 5 && (misses ?? 0) >= 4)
        }
    }

    @Test(
        "every metric is there from the start",
        arguments: [
            "kvgraph_requests_in_flight", "kvgraph_subscriptions_active", "kvgraph_subscriptions_failed_total",
            "kvgraph_subscriptions_ended_total", "kvgraph_events_sent_total", "kvgraph_events_conflated_total",
            "kvgraph_events_dropped_total", "kvgraph_nats_reconnects_total", "kvgraph_nats_seconds_sum",
            "process_cpu_seconds_total", "process_resident_memory_bytes",
        ]
    )
    func present(series: String) async throws {
        try await TestGateway.run { gateway in
            let found = try await value(series, gateway)
            #expect(found != nil)
        }
    }
}
