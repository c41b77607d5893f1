import GraphQLEngine
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

/// One subscription, sent as Server-Sent Events.
///
/// A slow client first makes the watch pause; what is on its way is kept in a bounded buffer, past which only the
/// newest entry of each key is. Where even that has no room the watch is given up and taken up again, behind the last
/// entry kept, once the client has caught up.
final class EventStream: HTTPWork {
    /// Proxies are told not to hold events back.
    static let fields = "Cache-Control: no-cache\r\nX-Accel-Buffering: no\r\n"
    private static let keepAliveInterval = TimeAmount.seconds(12)

    private let subscription: Subscription
    private let exchange: HTTPExchange
    private let resolver: any FetchResolver
    private let bufferLimit: Int
    private let requestTimeout: TimeAmount
    private var buffer: EventBuffer<EntryRecord>
    private var watch: (any WatchHandle)?
    private var isPaused = false
    /// Behind this revision the watch goes on after it was given up for want of room.
    private var resumption: UInt64?
    private var lastRevision: UInt64 = 0
    private var keepAlive: RepeatedTask?
    private var isOver = false
    private var out: [UInt8] = []

    init(
        _ subscription: Subscription,
        _ exchange: HTTPExchange,
        _ resolver: any FetchResolver,
        bufferLimit: Int,
        requestTimeout: TimeAmount
    ) {
        self.subscription = subscription
        self.exchange = exchange
        self.resolver = resolver
        self.bufferLimit = bufferLimit
        self.requestTimeout = requestTimeout
        buffer = EventBuffer(limit: bufferLimit)
    }

    /// - Parameter lastEventID: What the client saw last, before it lost its connection. One that is no number, or that
    ///   the bucket never reached, is as none.
    func start(lastEventID: String?) {
        let eventLoop = exchange.connection.loop.eventLoop
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        keepAlive = eventLoop.scheduleRepeatedTask(
            initialDelay: Self.keepAliveInterval,
            delay: Self.keepAliveInterval
        ) { _ in bound.value.exchange.write(ServerSentEvent.keepAlive) }
        guard let lastEventID, let last = UInt64(lastEventID) else { return beginWatch(from: nil) }
        resolver.resumption(of: subscription.source, after: last, deadline: .now() + requestTimeout) { revision in
            self.beginWatch(from: revision)
        }
    }

    private func beginWatch(from revision: UInt64?) {
        guard !isOver else { return }
        do throws(FieldError) {
            watch = try resolver.watch(
                subscription.source,
                from: revision,
                deadline: .now() + requestTimeout
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
            lastRevision = entry.revision
            if buffer.isEmpty, exchange.isWritable {
                send(entry)
            } else {
                keep(entry)
            }
        }
    }

    private func keep(_ entry: EntryRecord) {
        let before = lastRevision
        switch buffer.append(entry, key: Array(entry.key.utf8)) {
        case .kept, .conflated:
            if !isPaused, buffer.count * 2 >= bufferLimit {
                isPaused = true
                watch?.pause()
            }
        case .full:
            watch?.cancel()
            watch = nil
            isPaused = false
            resumption = before
        }
    }

    private func send(_ entry: EntryRecord) {
        var execution = subscription.execution { $0.record(entry) }
        // No field below an event is a fetch: what it shows is in the entry.
        while let fetch = execution.nextFetch() {
            execution.resume(fetch.id, error: FieldError("Not available in a subscription.", code: .badUserInput))
        }
        out.removeAll(keepingCapacity: out.capacity <= 64 << 10)
        ServerSentEvent.appendNext(execution.finish(), id: entry.revision, to: &out)
        exchange.write(out)
    }

    private func fail(_ error: FieldError) {
        let described = GraphQLError(
            error.message,
            path: [.key(subscription.source.responseKey)],
            code: error.code,
            extensions: error.extensions
        )
        var events: [UInt8] = []
        ServerSentEvent.appendNext(RequestErrorBody.bytes([described]), to: &events)
        exchange.write(events + ServerSentEvent.complete)
        release()
        exchange.endStream()
    }

    private func release() {
        isOver = true
        keepAlive?.cancel()
        keepAlive = nil
        watch?.cancel()
        watch = nil
        buffer.removeAll()
    }

    // MARK: HTTPWork

    func cancelled() { release() }

    func deadlineReached() {}

    func serverStops() {
        guard !isOver else { return }
        exchange.write(ServerSentEvent.complete)
        release()
    }

    func writable() {
        guard !isOver else { return }
        while exchange.isWritable, let entry = buffer.popFirst() { send(entry) }
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
