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
    /// What is counted of the operations of one kind.
    private struct Operations {
        var successes: Counter
        var errors: Counter
        /// Subscriptions have none.
        var durations: Timer?

        func count(_ hasErrors: Bool, _ nanoseconds: Int64) {
            (hasErrors ? errors : successes).increment()
            durations?.recordNanoseconds(nanoseconds)
        }
    }

    private let queries: Operations
    private let mutations: Operations
    private let subscriptions: Operations
    private let refusals: Counter
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
        let durations = "kvgraph_request_seconds"
        backend.describe(durations, "Time of one operation from its bytes to its response.")
        func operations(_ kind: OperationKind, isTimed: Bool = true) -> Operations {
            func counted(_ outcome: Outcome) -> Counter {
                counter(requests, help, [("type", "\(kind)"), ("outcome", outcome.rawValue)])
            }
            return Operations(
                successes: counted(.success),
                errors: counted(.error),
                durations: isTimed ? Timer(label: durations, dimensions: [("type", "\(kind)")], factory: backend) : nil
            )
        }
        queries = operations(.query)
        mutations = operations(.mutation)
        subscriptions = operations(.subscription, isTimed: false)
        refusals = counter(requests, help, [("type", "unknown"), ("outcome", Outcome.refused.rawValue)])
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
        switch kind {
        case .query: queries.count(hasErrors, nanoseconds)
        case .mutation: mutations.count(hasErrors, nanoseconds)
        case .subscription: subscriptions.count(hasErrors, nanoseconds)
        }
    }

    /// A request was refused before execution.
    func refused() { refusals.increment() }

    /// Everything in Prometheus' text format, the process's own figures included.
    func text() -> String { backend.text() + ProcessFigures.now().text }
}
