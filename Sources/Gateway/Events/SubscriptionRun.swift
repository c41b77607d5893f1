import CoreMetrics
import GraphQLEngine
import NATSKV
import NIOCore

/// What a watch tells its stream.
enum WatchEvent {
    case entry(EntryRecord)
    /// What the bucket held at the start has been told.
    case caughtUp
    case failed(FieldError)
}

/// A watch under way.
protocol WatchHandle: AnyObject {
    func cancel()
    /// Lets the store hold back what it has not sent yet.
    func pause()
    func resume()
}

/// Where the results of one subscription go. Confined to its event loop.
protocol SubscriptionSink: AnyObject {
    /// Whether the client keeps up.
    var isWritable: Bool { get }
    /// Takes one execution result; `revision` is that of the entry behind it.
    func next(_ response: [UInt8], revision: UInt64)
    /// The subscription ended with an error.
    func fail(_ error: GraphQLError)
}

/// One subscription: the watch behind it, an execution for each event, and a bounded buffer for a slow client.
///
/// Where slow clients' events are conflated, the watch first pauses; what is on its way is kept in a bounded buffer, past
/// which only the newest entry of each key is. Where even that has no room the watch is given up and taken up again,
/// behind the last entry kept, once the client has caught up. Otherwise a full buffer ends the subscription.
final class SubscriptionRun {
    private let subscription: Subscription
    private let sink: any SubscriptionSink
    private let resolver: any FetchResolver
    private let overflow: SubscriptionOverflow
    private let requestTimeout: TimeAmount
    private let metrics: GatewayMetrics
    private var buffer: EventBuffer<EntryRecord>
    /// Under it everything is asked of the store.
    private let token: CancellationToken
    private var watch: (any WatchHandle)?
    private var isPaused = false
    /// Behind this revision the watch goes on after it was given up for want of room.
    private var resumption: UInt64?
    private var hasFailed = false
    private var isOver = false
    /// The trace that the subscription belongs to.
    private var trace: RequestTrace?

    init(
        _ subscription: Subscription,
        _ sink: any SubscriptionSink,
        _ resolver: any FetchResolver,
        bufferLimit: Int,
        overflow: SubscriptionOverflow,
        requestTimeout: TimeAmount,
        metrics: GatewayMetrics
    ) {
        self.subscription = subscription
        self.sink = sink
        self.resolver = resolver
        self.overflow = overflow
        self.requestTimeout = requestTimeout
        self.metrics = metrics
        buffer = EventBuffer(limit: bufferLimit)
        token = resolver.makeCancellationToken()
    }

    /// - Parameter lastEventID: What the client saw last, before it lost its connection. One that is no number, or that
    ///   the bucket never reached, is as none.
    func start(lastEventID: String? = nil) {
        metrics.subscriptionsActive.increment()
        guard let lastEventID, let last = UInt64(lastEventID) else { return beginWatch(from: nil) }
        resolver.resumption(
            of: subscription.source,
            after: last,
            deadline: .now() + requestTimeout,
            token: token
        ) { revision in self.beginWatch(from: revision) }
    }

    private func beginWatch(from revision: UInt64?) {
        guard !isOver else { return }
        do throws(FieldError) {
            watch = try resolver.watch(
                subscription.source,
                from: revision,
                deadline: .now() + requestTimeout,
                token: token
            ) { [weak self] event in self?.received(event) }
        } catch {
            fail(error)
        }
    }

    // MARK: Events

    private func received(_ event: WatchEvent) {
        guard !isOver else { return }
        switch event {
        case .caughtUp: break
        case .failed(let error): fail(error)
        case .entry(let entry):
            if buffer.isEmpty, sink.isWritable {
                send(entry)
            } else {
                keep(entry)
            }
        }
    }

    private func keep(_ entry: EntryRecord) {
        var entry = entry
        // A slice would keep the whole buffer that it was read into.
        entry.value = entry.value.map { ByteBuffer(bytes: $0.readableBytesView) }
        let size = entry.key.utf8.count + (entry.value?.readableBytes ?? 0)
        if overflow == .end, !buffer.hasRoom(for: size) {
            metrics.subscriptionsOverflowed.increment()
            return fail(FieldError("The client takes its events too slowly.", code: .subscriberTooSlow))
        }
        switch buffer.append(entry, key: Array(entry.key.utf8), size: size) {
        case .kept: pauseIfHalfFull()
        case .conflated(let count):
            metrics.eventsConflated.increment(by: count)
            pauseIfHalfFull()
        case .full:
            metrics.eventsDropped.increment()
            watch?.cancel()
            watch = nil
            isPaused = false
            resumption = entry.revision
        }
    }

    private func pauseIfHalfFull() {
        // One that is to end when it is full must be able to get full.
        guard !isPaused, overflow == .conflate, buffer.isHalfFull else { return }
        isPaused = true
        watch?.pause()
    }

    private func send(_ entry: EntryRecord) {
        var execution = subscription.execution { $0.record(entry) }
        // No field below an event is a fetch: what it shows is in the entry.
        while let fetch = execution.nextFetch() {
            execution.resume(fetch.id, error: FieldError("Not available in a subscription.", code: .badUserInput))
        }
        metrics.eventsSent.increment()
        sink.next(execution.finish(), revision: entry.revision)
    }

    private func fail(_ error: FieldError) {
        let described = GraphQLError(
            error.message,
            path: [.key(subscription.source.responseKey)],
            code: error.code,
            extensions: error.extensions
        )
        hasFailed = true
        end()
        metrics.subscriptionsEnded.increment()
        sink.fail(described)
    }

    /// Nothing is sent from now on.
    func end() {
        guard !isOver else { return }
        isOver = true
        metrics.subscriptionsActive.decrement()
        metrics.finished(.subscription, hasErrors: hasFailed, nanoseconds: 0)
        // First, since it deletes the consumer for nobody's sake: what is asked under the token is forgotten.
        resolver.cancel(token)
        watch?.cancel()
        watch = nil
        leaveTrace()
        buffer.removeAll()
    }

    // MARK: Tracing

    /// Makes the subscription part of a trace, before it is started.
    func join(_ trace: RequestTrace?) {
        guard let trace else { return }
        self.trace = trace
        resolver.setHeaders(trace.headers, for: token)
    }

    /// Ends the span; `end` does it for what was started.
    func leaveTrace() {
        guard let trace else { return }
        trace.end(hasErrors: hasFailed)
        self.trace = nil
        resolver.setHeaders(nil, for: token)
    }

    /// The client takes results again.
    func writable() {
        guard !isOver else { return }
        while sink.isWritable, let entry = buffer.popFirst() { send(entry) }
        guard buffer.isEmpty else { return }
        if isPaused {
            isPaused = false
            watch?.resume()
        }
        if let revision = resumption {
            resumption = nil
            beginWatch(from: revision)
        }
    }
}
