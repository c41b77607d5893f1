import NIOCore
import NIOHTTP1

/// What has one request in work at a time: a connection of HTTP/1.1 or a stream of HTTP/2.
///
/// The machines stay with them: an access through a protocol is one that the compiler does not see to the end of.
protocol RequestCarrier: HTTPResponder, LoopConnection {
    var context: ChannelHandlerContext? { get }
    var machineState: HTTPConnectionMachine.State { get }
    var currentExchange: UInt64 { get set }
    /// The current or last request's, among all of this event loop.
    var requestNumber: UInt64 { get set }
    var countsInFlight: Bool { get set }
    /// Sets the deadline.
    func expire(after time: TimeAmount)
}

extension RequestCarrier {
    var isWritable: Bool { context?.channel.isWritable ?? false }
    var isHeadOnly: Bool { head?.isHeadOnly ?? false }

    var requestID: RequestID {
        RequestID(given: head?.fields.requestID, prefix: loop.requestIDPrefix, number: requestNumber)
    }

    /// What every answer tells a browser, errors included.
    var crossOriginFields: String {
        let rule = loop.settings.crossOrigin
        return rule.isOff ? "" : rule.fields(for: head?.fields.origin)
    }

    // MARK: The request

    /// Gives a request that is complete to the routes.
    func dispatch(_ body: consuming ByteBuffer) {
        guard let head else { return }
        let request = HTTPRequest(head: head, body: body)
        openExchange()
        let exchange = HTTPExchange(connection: self, id: currentExchange)
        guard !loop.isStopping else { return exchange.fail(.stopping) }
        guard loop.inFlight < loop.settings.inFlight else { return exchange.fail(.overloaded) }
        countsInFlight = true
        loop.inFlight += 1
        // The work keeps to the time itself; this is for work that does not.
        expire(after: loop.settings.requestTimeout + loop.settings.requestGrace)
        loop.router.handle(request, exchange)
    }

    /// Answers what was refused before it was complete; the machine has noted that nothing follows.
    func refuse(_ failure: HTTPFailure) {
        openExchange()
        respond(failure.status, errorType, fields: failure.fields, body: failure.body())
    }

    private func openExchange() {
        requestNumber = loop.nextRequestNumber()
        currentExchange = requestNumber
    }

    // MARK: Its end

    /// The answer is out, or is a stream by now.
    func leaveFlight() {
        guard countsInFlight else { return }
        countsInFlight = false
        loop.inFlight -= 1
    }

    /// Work that does not answer by itself is answered for.
    func deadlineReached() {
        let exchange = HTTPExchange(connection: self, id: currentExchange)
        work?.deadlineReached()
        guard exchange.isCurrent, machineState == .answering else { return }
        work?.cancelled()
        exchange.fail(.unanswered)
    }

    func carryOut(_ action: HTTPConnectionMachine.StopAction) {
        switch action {
        case .none: break
        case .close: closeNow()
        case .endStream:
            work?.serverStops()
            endStream()
        }
    }

    func abandonWork() {
        currentExchange = 0
        leaveFlight()
        let abandoned = work
        work = nil
        abandoned?.cancelled()
    }
}
