import NIOCore
import NIOHTTP1

/// The limits and times of the HTTP layer.
struct HTTPSettings: Sendable {
    var bodyLimit = 10 << 20
    var headerLimit = 16 << 10
    /// Connections and requests in flight of one event loop: its share of the whole.
    var connections = 8192
    var inFlight = 4096
    /// Operations of one WebSocket at once.
    var socketOperations = 1000
    var crossOrigin = CrossOriginRule([])
    /// Whether long bodies are compressed for clients that take it.
    var compresses = true
    /// Streams of one HTTP/2 connection at once.
    var streams = 100
    var requestTimeout = TimeAmount.seconds(5)
    /// How much longer a request may take before it is answered for.
    var requestGrace = TimeAmount.milliseconds(500)
    /// The time between two comments in a stream of events, which keep intermediaries from closing it.
    var keepAliveInterval = TimeAmount.seconds(12)
    /// From the first byte of a head to its last.
    var headerTimeout = TimeAmount.seconds(10)
    var bodyTimeout = TimeAmount.seconds(30)
    var idleTimeout = TimeAmount.seconds(75)
    /// The time between two questions to a client that sends no more and waits for its answer.
    var probeInterval = TimeAmount.milliseconds(200)
    /// How long a client may take to close after the last answer.
    var lingerTimeout = TimeAmount.seconds(2)
    var stopLingerTimeout = TimeAmount.milliseconds(200)

    /// How often deadlines are looked at.
    var sweepInterval: TimeAmount {
        let shortest = min(requestTimeout, headerTimeout, bodyTimeout, idleTimeout, lingerTimeout)
        return .nanoseconds(max(5_000_000, min(100_000_000, shortest.nanoseconds / 8)))
    }
}

/// What the connections of one event loop share. Confined to that loop.
final class HTTPLoop {
    let eventLoop: any EventLoop
    let settings: HTTPSettings
    let router: any HTTPRouting
    /// Called when a connection of HTTP/1.1 has been read, where others of the same turn may follow.
    let readEnded: () -> Void
    /// The one buffer in which answers are built; its storage is used again once a write has left.
    var scratch: ByteBuffer
    private(set) var date = DateLine()
    private(set) var usualHead: UsualHead
    /// Where the fields of the head stand that is being read; the storage is used again.
    var plainFields: [PlainRequestHead.Field] = []
    /// The plain head that was read last, by any connection.
    var knownHead: KnownHead?
    let requestIDPrefix = RequestID.makePrefix()
    private var requestCount: UInt64 = 0
    private(set) var isStopping = false
    var inFlight = 0
    private var connections: [any LoopConnection] = []
    private var dirty: [any LoopConnection] = []
    private var sweeping: RepeatedTask?
    private var whenEmpty: EventLoopPromise<Void>?
    let compressor = BodyCompressor()
    /// The Accept-Encoding that was read last.
    var knownCoding: (field: String, accepted: AcceptedCoding)?

    var connectionCount: Int { connections.count }

    init(
        eventLoop: any EventLoop,
        settings: HTTPSettings,
        router: any HTTPRouting,
        readEnded: @escaping () -> Void = {}
    ) {
        self.eventLoop = eventLoop
        self.settings = settings
        self.router = router
        self.readEnded = readEnded
        scratch = ByteBufferAllocator().buffer(capacity: 16 << 10)
        date.update()
        usualHead = UsualHead(date: date.bytes, requestIDPrefix: requestIDPrefix)
    }

    func start() {
        let interval = settings.sweepInterval
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        sweeping = eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in bound.value.sweep() }
    }

    func nextRequestNumber() -> UInt64 {
        requestCount &+= 1
        return requestCount
    }

    /// The empty buffer for an answer; it is given back in `scratch`.
    func takeScratch() -> ByteBuffer {
        var out = ByteBuffer()
        swap(&out, &scratch)
        out.clear()
        return out
    }

    // MARK: Connections

    /// False where the loop has as many as it may.
    func add(_ connection: any LoopConnection) -> Bool {
        guard connections.count < settings.connections, !isStopping else { return false }
        connection.slot = connections.count
        connections.append(connection)
        return true
    }

    func remove(_ connection: any LoopConnection) {
        guard let slot = connection.slot, slot < connections.count, connections[slot] === connection else { return }
        connection.slot = nil
        let last = connections.removeLast()
        if last !== connection {
            connections[slot] = last
            last.slot = slot
        }
        if connections.isEmpty { finished() }
    }

    private func sweep() {
        if date.update() { usualHead = UsualHead(date: date.bytes, requestIDPrefix: requestIDPrefix) }
        let now = NIODeadline.now()
        // From the end, since a connection that closes is replaced by the last one.
        var slot = connections.count
        while slot > 0 {
            slot -= 1
            if slot < connections.count { connections[slot].checkDeadline(now) }
        }
    }

    // MARK: One write a turn

    /// Flushes the connection once this turn's other work is done.
    func touch(_ connection: any LoopConnection) {
        dirty.append(connection)
        guard dirty.count == 1 else { return }
        eventLoop.assumeIsolated().execute { self.flushDirty() }
    }

    private func flushDirty() {
        let connections = dirty
        dirty.removeAll(keepingCapacity: true)
        for connection in connections { connection.flushGathered() }
    }

    // MARK: The end

    /// Lets requests in flight finish and ends streams; the future is done when the last connection is closed.
    func stop() -> EventLoopFuture<Void> {
        isStopping = true
        let promise = whenEmpty ?? eventLoop.makePromise(of: Void.self)
        whenEmpty = promise
        for connection in connections { connection.serverStops() }
        if connections.isEmpty { finished() }
        return promise.futureResult
    }

    /// Closes what `stop` did not end in time.
    func closeAll() {
        for connection in connections { connection.closeNow() }
    }

    private func finished() {
        guard isStopping else { return }
        sweeping?.cancel()
        sweeping = nil
        whenEmpty?.succeed()
        whenEmpty = nil
    }
}
