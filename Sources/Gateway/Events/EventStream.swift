import GraphQLEngine
import NIOCore

/// A subscription sent as Server-Sent Events over one HTTP exchange.
final class EventStream: HTTPWork, SubscriptionSink {
    /// Proxies are told not to hold events back.
    static let fields = "Cache-Control: no-cache\r\nX-Accel-Buffering: no\r\n"

    private let exchange: HTTPExchange
    private var run: SubscriptionRun?
    private var keepAlive: RepeatedTask?
    private var out: [UInt8] = []

    init(_ exchange: HTTPExchange) {
        self.exchange = exchange
    }

    /// Runs the subscription until it fails or the exchange ends.
    func begin(_ run: SubscriptionRun, lastEventID: String?) {
        self.run = run
        let loop = exchange.connection.loop
        let (eventLoop, interval) = (loop.eventLoop, loop.settings.keepAliveInterval)
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        keepAlive = eventLoop.scheduleRepeatedTask(
            initialDelay: interval,
            delay: interval
        ) { _ in bound.value.exchange.write(ServerSentEvent.keepAlive) }
        run.start(lastEventID: lastEventID)
    }

    private func release() {
        keepAlive?.cancel()
        keepAlive = nil
        run?.end()
        run = nil
    }

    // MARK: SubscriptionSink

    var isWritable: Bool { exchange.isWritable }

    func next(_ response: [UInt8], revision: UInt64) {
        out.removeAll(keepingCapacity: out.capacity <= 64 << 10)
        ServerSentEvent.appendNext(response, id: revision, to: &out)
        exchange.write(out)
    }

    func fail(_ error: GraphQLError) {
        var events: [UInt8] = []
        ServerSentEvent.appendNext(RequestErrorBody.bytes([error]), to: &events)
        exchange.write(events + ServerSentEvent.complete)
        release()
        exchange.endStream()
    }

    // MARK: HTTPWork

    func cancelled() { release() }

    func deadlineReached() {}

    func serverStops() {
        guard run != nil else { return }
        exchange.write(ServerSentEvent.complete)
        release()
    }

    func writable() { run?.writable() }
}
