import NIOCore
import NIOHTTP1

/// Drives one connection's machine: bytes of requests in, bytes of answers out.
///
/// Confined to the event loop of its channel. Plain requests are read here (`PlainRequestHead`). The first one that is
/// not plain brings NIO's parser behind this handler, which reads all that comes from then on. Answers are written as
/// bytes; no response encoder stands in the pipeline.
final class HTTPConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler, RequestCarrier {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let loop: HTTPLoop
    var machine: HTTPConnectionMachine
    var context: ChannelHandlerContext?
    var slot: Int?
    /// The parser for requests that are not plain, once there was one.
    var parser: RequestParser?
    /// Bytes that no plain request was made of yet. The next read waits while a request is in work and these are there.
    private var unread = ByteBuffer()
    /// How much of the body of a plain request is still to come.
    private var missingBody = 0
    /// What is working on the current request.
    var work: (any HTTPWork)?
    /// The request that may be answered now; 0 for none.
    var currentExchange: UInt64 = 0
    var requestNumber: UInt64 = 0
    /// Of the current request.
    var head: RequestHead?
    /// The plain head that came last.
    private var knownHead: KnownHead?
    private var body = ByteBuffer()
    var isTakingParts = false
    /// The socket takes bytes; asked of the channel only when it changes.
    private var takesBytes = true
    /// Why the parser refused what came behind a request that is still being answered.
    private(set) var unreadable: HTTPFailure?
    /// Parts that the parser has handed over.
    private(set) var partCount = 0
    /// How many of them there were when bytes came that made none: where no more have come, a head is incomplete.
    private var partCountOfIncomplete = -1
    private(set) var lastPartIsEnd = true
    private var isReadHeldBack = false
    var deadline = NIODeadline.distantFuture {
        didSet { countdown = nil }
    }
    /// A time that begins to count at the loop's next look at deadlines, which is soon: setting it needs no clock.
    private var countdown: TimeAmount?
    /// When a client that sends no more is asked whether it still listens.
    private var probe = NIODeadline.distantFuture
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

    var machineState: HTTPConnectionMachine.State { machine.state }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        parser = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        if loop.add(self) {
            deadline = .now() + loop.settings.idleTimeout
            knownHead = loop.knownHead
        } else {
            refuseConnection()
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        machine.channelClosed()
        abandonWork()
        loop.remove(self)
        releaseWaiting()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard parser == nil else { return context.fireChannelRead(data) }
        var bytes = unwrapInboundIn(data)
        if unread.readableBytes > 0 {
            let kept = unread
            unread = ByteBuffer()
            bytes = Self.joined(kept, bytes)
        }
        guard machine.takesParts, !isTakingParts else {
            unread = bytes
            return
        }
        isTakingParts = true
        takePlain(bytes)
    }

    /// A part from the parser.
    func received(_ part: HTTPServerRequestPart) {
        partCount &+= 1
        if case .end = part { lastPartIsEnd = true } else { lastPartIsEnd = false }
        if !hasWaitingParts, machine.takesParts, !isTakingParts {
            isTakingParts = true
            take(part)
            drainWaiting()
        } else {
            parser?.keep(part)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flushIfNeeded()
        // Only the parser stands behind.
        if parser != nil { context.fireChannelReadComplete() }
        loop.readEnded()
    }

    /// Reads go on while a request is in work, since stopping and starting costs two system calls a request; they are
    /// held back only while parts of a later request wait, and while the client does not take the answers it has.
    func read(context: ChannelHandlerContext) {
        isReadHeldBack = true
        readIfAllowed()
    }

    /// A stream is read on whatever its client takes, to see that it goes away.
    private func readIfAllowed() {
        guard isReadHeldBack, !hasWaitingParts, unread.readableBytes == 0 || machine.takesParts,
            streamFraming != .none || takesBytes
        else { return }
        isReadHeldBack = false
        context?.read()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        takesBytes = context.channel.isWritable
        if takesBytes {
            if machine.state == .head { deadline = .now() + loop.settings.headerTimeout }
            work?.writable()
            readIfAllowed()
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The parser must see the end first: it may have to refuse what is cut off.
        if parser == nil, case .inputClosed? = event as? ChannelEvent { inputClosed() }
        context.fireUserInboundEventTriggered(event)
    }

    /// The client sends no more.
    func inputClosed() {
        if parser == nil, machine.isWithinRequest { failed(HTTPParserError.invalidEOFState) }
        switch machine.clientClosedInput() {
        case .wait: probe = .now() + loop.settings.probeInterval
        case .cancel, .close: closeNow()
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { failed(error) }

    /// The request cannot be read, or the socket failed.
    func failed(_ error: any Error) {
        guard error is HTTPParserError else {
            // There is nobody to tell.
            closeNow()
            return
        }
        let failure = HTTPFailure.parser(error)
        switch machine.parserFailed() {
        case .refuse: refuse(failure)
        case .close: closeNow()
        case .wait: unreadable = failure
        }
    }

    /// A client that is gone and one that has only closed for writing look the same until something is sent to them. So
    /// the latter is told to wait, which every client of HTTP/1.1 understands, and the former's system answers that
    /// nobody is there, which ends the request.
    func probeClient(_ now: NIODeadline) {
        guard now >= probe else { return }
        probe = now + loop.settings.probeInterval
        guard machine.state == .answering, let head, !head.isOldVersion else { return }
        writeNow(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n"))
    }

    /// Bytes of a head came, and not all of it. Its time does not count while no more is read.
    func headIsIncomplete() {
        partCountOfIncomplete = partCount
        guard machine.headBytes() else { return }
        deadline = .now() + (takesBytes ? loop.settings.headerTimeout : loop.settings.idleTimeout)
    }

    /// Sets the deadline so much after the loop's next look at it.
    func expire(after time: TimeAmount) {
        deadline = .distantFuture
        countdown = time
    }

    /// Turns the countdown into a deadline.
    func beginCountdown(_ now: NIODeadline) {
        if let countdown { deadline = now + countdown }
    }

    /// Between two requests: the time for the next one begins, or for the rest of its head where that began to come
    /// while the one before was being answered.
    func awaitNextRequest() {
        expire(after: loop.settings.idleTimeout)
        if parser != nil, partCountOfIncomplete == partCount, lastPartIsEnd { headIsIncomplete() }
    }

    // MARK: Plain requests

    /// Takes requests of the bytes as far as they go and one can be taken.
    private func takePlain(_ received: ByteBuffer) {
        var bytes = received
        while bytes.readableBytes > 0, machine.takesParts {
            switch machine.state {
            case .idle, .head:
                switch readHead(bytes.readableBytesUInt8Span) {
                case .request(let request): take(request, &bytes)
                case .unusual: return bringParser(for: bytes)
                case .incomplete:
                    headIsIncomplete()
                    unread = bytes
                    bytes = ByteBuffer()
                }
            case .body: takeBody(&bytes)
            case .answering, .streaming, .lingering, .closed: bytes = ByteBuffer()
            }
        }
        if bytes.readableBytes > 0 { unread = bytes }
        isTakingParts = false
        readIfAllowed()
    }

    private enum HeadReading {
        case incomplete, unusual
        case request(PlainRequest)
    }

    /// What the bytes begin with, where a head is expected.
    private func readHead(_ bytes: Span<UInt8>) -> HeadReading {
        let limit = loop.settings.headerLimit
        if let request = knownHead?.request(bytes, limit: limit) { return .request(request) }
        switch PlainRequestHead.scan(bytes, limit: limit, fields: &loop.plainFields) {
        case .incomplete: return .incomplete
        case .unusual: return .unusual
        case .head(let plain):
            let head = plain.requestHead(bytes, loop.plainFields)
            if let known = KnownHead(plain, head, in: bytes) {
                knownHead = known
                loop.knownHead = known
            }
            return .request(PlainRequest(head: head, contentLength: plain.contentLength, length: plain.length))
        }
    }

    private func take(_ request: PlainRequest, _ bytes: inout ByteBuffer) {
        head = request.head
        bytes.moveReaderIndex(forwardBy: request.length)
        missingBody = request.contentLength ?? 0
        switch machine.head(request.check(bodyLimit: loop.settings.bodyLimit)) {
        case .fail(let failure): refuse(failure)
        case .drop: break
        case .receive:
            takeBody(&bytes)
            if missingBody > 0 { deadline = .now() + loop.settings.bodyTimeout }
        }
    }

    private func takeBody(_ bytes: inout ByteBuffer) {
        let count = min(missingBody, bytes.readableBytes)
        missingBody -= count
        if let part = bytes.readSlice(length: count) { take(body: part, isLast: missingBody == 0) }
    }

    /// What comes from these bytes on is read by NIO's parser.
    private func bringParser(for bytes: ByteBuffer) {
        isTakingParts = false
        guard let context else { return }
        let parser = RequestParser(self, headerLimit: loop.settings.headerLimit)
        do {
            try parser.stand(behind: self, in: context.pipeline.syncOperations)
        } catch {
            return closeNow()
        }
        self.parser = parser
        context.fireChannelRead(wrapInboundOut(bytes))
        readIfAllowed()
    }

    // MARK: Requests

    func drainWaiting() {
        while machine.takesParts, let part = parser?.nextPart() { take(part) }
        guard unread.readableBytes > 0 else {
            isTakingParts = false
            return readIfAllowed()
        }
        let bytes = unread
        unread = ByteBuffer()
        takePlain(bytes)
    }

    private func take(_ part: HTTPServerRequestPart) {
        switch part {
        case .head(let head): take(head)
        case .body(let bytes): take(body: bytes, isLast: false)
        case .end: end(takeKeptBody())
        }
    }

    /// A part of the body. The last one is not kept where it is the whole.
    private func take(body part: consuming ByteBuffer, isLast: Bool) {
        switch machine.body(bytes: part.readableBytes) {
        case .keep:
            let body = body.readableBytes > 0 ? Self.joined(takeKeptBody(), part) : part
            if isLast { end(body) } else { self.body = body }
        case .refuse: refuse(RequestHeadCheck.tooLarge(limit: loop.settings.bodyLimit))
        case .drop: break
        }
    }

    /// What was kept of the body, no longer kept.
    private func takeKeptBody() -> ByteBuffer {
        let kept = body
        body = ByteBuffer()
        return kept
    }

    private func end(_ body: consuming ByteBuffer) {
        if machine.end() == .dispatch { dispatch(body) }
    }

    private var hasWaitingParts: Bool { parser?.hasParts ?? false }

    /// Bytes with those that follow them. Where nothing else holds the first ones they are not copied.
    private static func joined(_ first: consuming ByteBuffer, _ next: ByteBuffer) -> ByteBuffer {
        var next = next
        first.writeBuffer(&next)
        return first
    }

    private func take(_ head: HTTPRequestHead) {
        let fields = RequestFields(head.headers)
        let limit = loop.settings.bodyLimit
        let check = Result { () throws(HTTPFailure) in try RequestHeadCheck(head, fields, bodyLimit: limit) }
        switch machine.head(check) {
        case .receive(let sendContinue):
            self.head = RequestHead(head, fields)
            if sendContinue { writeNow(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n")) }
            deadline = .now() + loop.settings.bodyTimeout
        case .fail(let failure):
            self.head = RequestHead(head, fields)
            refuse(failure)
        case .drop: break
        }
    }

    /// Drops what came behind the last request that is answered here.
    func releaseWaiting() {
        parser?.dropParts()
        unread = ByteBuffer()
        readIfAllowed()
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
