import CoreMetrics
import GraphQLEngine

/// What the gateway counts. The handles are made once and used by all event loops.
final class GatewayMetrics: Sendable {
    /// How an operation ended.
    enum Outcome: String, CaseIterable {
        /// A response without errors.
        case success
        /// A response with field errors.
        case error
        /// Not executed: syntax, validation, variables or limits.
        case refused
    }

    private let backend = PrometheusMetrics()
    private let operations: [[Counter]]
    private let refusals: Counter
    private let durations: [Timer]
    /// From the start of an operation to the answer of the store to one of its fetches.
    let storeDuration: Timer
    let inFlight: Meter
    let cacheHits: Counter
    let cacheMisses: Counter
    /// The only gauge that has to do with subscriptions, so that it can be waited for.
    let subscriptionsActive: Meter
    let eventsSent: Counter
    /// Older states of a key that a slow subscriber did not get, since a newer one was there.
    let eventsConflated: Counter
    /// How often the events of a slow subscriber found no room and were asked of the store again.
    let eventsDropped: Counter
    let subscriptionsEnded: Counter
    /// Those among them that ended since their client took its events too slowly.
    let subscriptionsOverflowed: Counter
    let reconnects: Counter

    private static let kinds: [OperationKind] = [.query, .mutation, .subscription]

    init() {
        let backend = backend
        func counter(_ label: String, _ help: String, _ dimensions: [(String, String)] = []) -> Counter {
            backend.describe(label, help)
            return Counter(label: label, dimensions: dimensions, factory: backend)
        }
        func gauge(_ label: String, _ help: String) -> Meter {
            backend.describe(label, help)
            let meter = Meter(label: label, factory: backend)
            meter.set(0)
            return meter
        }
        let requests = "kvgraph_requests_total"
        let help = "GraphQL operations by type and outcome."
        operations = Self.kinds.map { kind in
            [Outcome.success, .error].map {
                counter(requests, help, [("type", "\(kind)"), ("outcome", $0.rawValue)])
            }
        }
        refusals = counter(requests, help, [("type", "unknown"), ("outcome", Outcome.refused.rawValue)])
        backend.describe("kvgraph_request_seconds", "Time of one operation from its bytes to its response.")
        durations = [OperationKind.query, .mutation].map {
            Timer(label: "kvgraph_request_seconds", dimensions: [("type", "\($0)")], factory: backend)
        }
        backend.describe("kvgraph_nats_seconds", "Time until NATS answered one fetch of an operation.")
        storeDuration = Timer(label: "kvgraph_nats_seconds", factory: backend)
        inFlight = gauge("kvgraph_requests_in_flight", "Queries and mutations being executed.")
        cacheHits = counter("kvgraph_operation_cache_hits_total", "Operations found prepared.")
        cacheMisses = counter("kvgraph_operation_cache_misses_total", "Operations parsed, validated and planned.")
        subscriptionsActive = gauge("kvgraph_subscriptions_active", "Subscriptions being served.")
        eventsSent = counter("kvgraph_events_sent_total", "Events sent to subscribers.")
        eventsConflated = counter("kvgraph_events_conflated_total", "Events replaced by a newer one of the same key.")
        eventsDropped = counter(
            "kvgraph_events_dropped_total",
            "Events dropped for want of room, and read again later."
        )
        subscriptionsEnded = counter("kvgraph_subscriptions_failed_total", "Subscriptions that ended with an error.")
        subscriptionsOverflowed = counter(
            "kvgraph_subscriptions_ended_total",
            "Subscriptions ended since their client took its events too slowly."
        )
        reconnects = counter("kvgraph_nats_reconnects_total", "Connections to NATS made again after a loss.")
    }

    /// An operation was executed.
    func finished(_ kind: OperationKind, hasErrors: Bool, nanoseconds: Int64) {
        guard let index = Self.kinds.firstIndex(of: kind) else { return }
        operations[index][hasErrors ? 1 : 0].increment()
        if index < durations.count { durations[index].recordNanoseconds(nanoseconds) }
    }

    /// A request was refused before execution.
    func refused() { refusals.increment() }

    /// Everything in Prometheus' text format, the process's own figures included.
    func text() -> String { backend.text() + ProcessFigures.now().text }
}
