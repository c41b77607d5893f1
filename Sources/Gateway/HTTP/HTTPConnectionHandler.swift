import NIOCore
import NIOHTTP1

/// Drives one connection's machine: parts of requests in, bytes of answers out.
///
/// Confined to the event loop of its channel. Answers are written as bytes; no response encoder stands in the pipeline.
final class HTTPConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler, LoopConnection, HTTPResponder {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let loop: HTTPLoop
    var machine: HTTPConnectionMachine
    var context: ChannelHandlerContext?
    var slot: Int?
    /// The parser in front, which goes when the protocol changes.
    var decoder: ByteToMessageHandler<RequestDecoder>?
    /// What is working on the current request.
    var work: (any HTTPWork)?
    /// The request that may be answered now; 0 for none.
    var currentExchange: UInt64 = 0
    private var lastExchange: UInt64 = 0
    /// The current or last request's, among all of this event loop.
    private var requestNumber: UInt64 = 0
    var head: HTTPRequestHead?
    var fields = RequestFields()
    private var body = ByteBuffer()
    private var waiting = CircularBuffer<HTTPServerRequestPart>(initialCapacity: 0)
    var isTakingParts = false
    /// Parts that the parser has handed over.
    private(set) var partCount = 0
    /// How many of them there were when bytes came that made none: where no more have come, a head is incomplete.
    private var partCountOfIncomplete = -1
    private(set) var lastPartIsEnd = true
    private var isReadHeldBack = false
    var deadline = NIODeadline.distantFuture
    var countsInFlight = false
    /// Bytes of a stream that leave at the end of this turn.
    var stream = ByteBuffer()
    var streamFraming = StreamFraming.none
    /// An answer was written in this read and not flushed.
    var needsFlush = false

    init(loop: HTTPLoop) {
        self.loop = loop
        machine = HTTPConnectionMachine(bodyLimit: loop.settings.bodyLimit)
    }

    var isWritable: Bool { context?.channel.isWritable ?? false }

    var requestID: RequestID {
        RequestID(given: head == nil ? nil : fields.requestID, prefix: loop.requestIDPrefix, number: requestNumber)
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        if loop.add(self) {
            deadline = .now() + loop.settings.idleTimeout
        } else {
            refuseConnection()
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        machine.channelClosed()
        abandonWork()
        loop.remove(self)
        waiting.removeAll()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        partCount &+= 1
        if case .end = part { lastPartIsEnd = true } else { lastPartIsEnd = false }
        if waiting.isEmpty, machine.takesParts, !isTakingParts {
            isTakingParts = true
            take(part)
            drainWaiting()
        } else {
            waiting.append(part)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flushIfNeeded()
        context.fireChannelReadComplete()
    }

    /// Reads go on while a request is in work, since stopping and starting costs two system calls a request; they are
    /// held back only while parts of a later request wait, and while the client does not take the answers it has.
    func read(context: ChannelHandlerContext) {
        isReadHeldBack = true
        readIfAllowed()
    }

    /// A stream is read on whatever its client takes, to see that it goes away.
    private func readIfAllowed() {
        guard isReadHeldBack, waiting.isEmpty, streamFraming != .none || isWritable else { return }
        isReadHeldBack = false
        context?.read()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            work?.writable()
            readIfAllowed()
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent {
            switch machine.clientClosedInput() {
            case .wait: break
            case .cancel, .close: closeNow()
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else {
            // The socket failed: there is nobody to tell.
            closeNow()
            return
        }
        switch machine.parserFailed(.parser(error)) {
        case .fail(let failure): refuse(failure)
        case .close: closeNow()
        case .wait: break
        }
    }

    /// Bytes went through the parser and no part came out.
    func headIsIncomplete() {
        partCountOfIncomplete = partCount
        if machine.headBytes() { deadline = .now() + loop.settings.headerTimeout }
    }

    /// Between two requests: the time for the next one begins, or for the rest of its head where that began to come
    /// while the one before was being answered.
    func awaitNextRequest() {
        deadline = .now() + loop.settings.idleTimeout
        if partCountOfIncomplete == partCount, lastPartIsEnd { headIsIncomplete() }
    }

    // MARK: Requests

    func drainWaiting() {
        while machine.takesParts, let part = waiting.popFirst() { take(part) }
        isTakingParts = false
        readIfAllowed()
    }

    private func take(_ part: HTTPServerRequestPart) {
        switch part {
        case .head(let head): take(head)
        case .body(var bytes):
            switch machine.body(bytes: bytes.readableBytes) {
            case .keep:
                if body.readableBytes == 0 { body = bytes } else { body.writeBuffer(&bytes) }
            case .fail(let failure): refuse(failure)
            case .drop: break
            }
        case .end:
            if machine.end() == .dispatch { dispatch() }
        }
    }

    private func take(_ head: HTTPRequestHead) {
        fields = RequestFields(head.headers)
        let limit = loop.settings.bodyLimit
        let fields = fields
        let check = Result { () throws(HTTPFailure) in try RequestHeadCheck(head, fields, bodyLimit: limit) }
        switch machine.head(check) {
        case .receive(let sendContinue):
            self.head = head
            if sendContinue { writeNow(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n")) }
            deadline = .now() + loop.settings.bodyTimeout
        case .fail(let failure):
            self.head = head
            refuse(failure)
        case .drop: break
        }
    }

    private func dispatch() {
        guard let head else { return }
        let request = HTTPRequest(head: head, fields: fields, body: body)
        body = ByteBuffer()
        openExchange()
        let exchange = HTTPExchange(connection: self, id: currentExchange)
        guard !loop.isStopping else { return exchange.fail(.stopping) }
        guard loop.inFlight < loop.settings.inFlight else { return exchange.fail(.overloaded) }
        countsInFlight = true
        loop.inFlight += 1
        // The work keeps to the time itself; this is for work that does not.
        deadline = .now() + loop.settings.requestTimeout + loop.settings.requestGrace
        loop.router.handle(request, exchange)
    }

    /// Drops what came behind the last request that is answered here.
    func releaseWaiting() {
        waiting.removeAll()
        readIfAllowed()
    }

    private func openExchange() {
        lastExchange &+= 1
        requestNumber = loop.nextRequestNumber()
        currentExchange = lastExchange
    }

    /// Answers what was refused before it was complete; the machine has noted that the connection closes.
    func refuse(_ failure: HTTPFailure) {
        openExchange()
        let type = AcceptHeader.errorType(head == nil ? nil : fields.accept)
        respond(failure.status, type, fields: failure.fields, body: failure.body())
    }

    private func refuseConnection() {
        var out = ByteBuffer()
        let failure = loop.isStopping ? HTTPFailure.stopping : .tooManyConnections
        let body = failure.body()
        let head = ResponseHead(
            status: failure.status,
            length: .bytes(body.count),
            fields: failure.fields,
            closes: true
        )
        head.write(to: &out, date: loop.date.bytes)
        out.writeBytes(body)
        writeNow(out)
        closeNow()
    }
}
