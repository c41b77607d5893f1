import NIOCore
import NIOHTTP1
import NIOHTTP2

/// Drives one stream of HTTP/2: one request and its answer, through the same routes and limits as HTTP/1.1.
///
/// Its machine is that of a connection which closes after its first answer. Confined to its event loop.
final class HTTP2StreamHandler: ChannelInboundHandler, RequestCarrier {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    let loop: HTTPLoop
    private weak var connection: HTTP2ConnectionHandler?
    /// In front of this handler; frames that have no part of HTTP/1 go past it.
    private let codec: HTTP2FramePayloadToHTTP1ServerCodec
    /// Where the connection's table has this stream.
    var slot: Int?
    private var machine: HTTPConnectionMachine
    private(set) var context: ChannelHandlerContext?
    var work: (any HTTPWork)?
    var currentExchange: UInt64 = 0
    var requestNumber: UInt64 = 0
    private(set) var head: RequestHead?
    private var body = ByteBuffer()
    private var deadline: NIODeadline
    var countsInFlight = false
    private var stream = ByteBuffer()
    /// The client has sent all of its request.
    private var isWhole = false

    init(loop: HTTPLoop, connection: HTTP2ConnectionHandler, codec: HTTP2FramePayloadToHTTP1ServerCodec) {
        self.loop = loop
        self.codec = codec
        self.connection = connection
        machine = HTTPConnectionMachine(bodyLimit: loop.settings.bodyLimit)
        deadline = .now() + loop.settings.headerTimeout
    }

    var machineState: HTTPConnectionMachine.State { machine.state }

    func expire(after time: TimeAmount) { deadline = .now() + time }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        connection?.opened(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelInactive(context: ChannelHandlerContext) {
        machine.channelClosed()
        abandonWork()
        connection?.closed(self)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): take(head)
        case .body(var bytes):
            switch machine.body(bytes: bytes.readableBytes) {
            case .keep:
                if body.readableBytes == 0 { body = bytes } else { body.writeBuffer(&bytes) }
            case .refuse: refuse(RequestHeadCheck.tooLarge(limit: loop.settings.bodyLimit))
            case .drop: break
            }
        case .end:
            isWhole = true
            let whole = body
            body = ByteBuffer()
            if machine.end() == .dispatch { dispatch(whole) }
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { work?.writable() }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { closeNow() }

    // MARK: The request

    private func take(_ head: HTTPRequestHead) {
        var fields = RequestFields(head.headers)
        // What would be said of a connection of HTTP/1.1 has no meaning here.
        fields.asksUpgrade = false
        let settings = loop.settings
        let check = Result { [fields] () throws(HTTPFailure) in
            try RequestHeadCheck(
                stream: head,
                fields,
                bodyLimit: settings.bodyLimit,
                headerLimit: settings.headerLimit
            )
        }
        self.head = RequestHead(head, fields)
        switch machine.head(check) {
        case .receive(let sendContinue):
            if sendContinue { write(.head(HTTPResponseHead(version: .http2, status: .continue)), flushes: true) }
            deadline = .now() + settings.bodyTimeout
        case .fail(let failure): refuse(failure)
        case .drop: break
        }
    }

    // MARK: Whole answers

    func respond(_ status: HTTPResponseStatus, _ type: ContentType, fields: String, body: [UInt8]) {
        let encoded = loop.encode(body, fields: fields + crossOriginFields, accepted: head?.fields.acceptEncoding)
        var headers = self.headers(type, hasBody: status != .noContent, fields: encoded.fields)
        if status != .noContent { headers.add(name: "content-length", value: String(encoded.body.count)) }
        write(.head(HTTPResponseHead(version: .http2, status: status, headers: headers)))
        if !isHeadOnly, !encoded.body.isEmpty {
            write(.body(.byteBuffer(ByteBuffer(bytes: encoded.body))))
        }
        finish()
    }

    private func headers(_ type: ContentType, hasBody: Bool, fields: String) -> HTTPHeaders {
        var headers = HTTPHeaders()
        headers.reserveCapacity(8)
        if hasBody { headers.add(name: "content-type", value: type.text) }
        headers.add(name: "date", value: loop.date.text)
        headers.add(name: "x-request-id", value: requestID.description)
        for line in fields.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let name = line[..<colon].lowercased()
            headers.add(name: name, value: String(line[line.index(after: colon)...]).trimmingSpaces())
        }
        return headers
    }

    /// The last part of the answer. A body that is still on its way is refused: nobody reads it.
    private func finish() {
        currentExchange = 0
        work = nil
        leaveFlight()
        _ = machine.answered(closing: true)
        // The client may take its time to read, as between two requests of HTTP/1.1; not to send what nobody reads.
        deadline = .now() + (isWhole ? loop.settings.idleTimeout : loop.settings.lingerTimeout)
        write(.end(nil), flushes: true)
    }

    /// Tells the client that the answer is whole although its request is not (RFC 9113, section 8.1).
    private func refuseRest() {
        guard let context, let codec = try? context.pipeline.syncOperations.context(handler: codec) else { return }
        codec.writeAndFlush(NIOAny(HTTP2Frame.FramePayload.rstStream(.noError)), promise: nil)
    }

    private func write(_ part: HTTPServerResponsePart, flushes: Bool = false) {
        guard let context else { return }
        context.write(wrapOutboundOut(part), promise: nil)
        if flushes { context.flush() }
    }

    // MARK: Streams of events

    func startStream(_ type: ContentType, fields: String) {
        guard machine.state == .answering else { return }
        machine.streamStarted()
        leaveFlight()
        deadline = .distantFuture
        let headers = headers(type, hasBody: true, fields: fields + crossOriginFields)
        write(.head(HTTPResponseHead(version: .http2, status: .ok, headers: headers)), flushes: true)
        if isHeadOnly { endStream() }
    }

    func writeStream(_ bytes: [UInt8]) {
        guard machine.state == .streaming, !isHeadOnly, !bytes.isEmpty else { return }
        let wasEmpty = stream.readableBytes == 0
        stream.writeBytes(bytes)
        if stream.readableBytes >= 32 << 10 {
            flushGathered()
        } else if wasEmpty {
            loop.touch(self)
        }
    }

    func flushGathered() {
        guard stream.readableBytes > 0 else { return }
        write(.body(.byteBuffer(stream)), flushes: true)
        stream.clear()
    }

    func endStream() {
        guard machine.state == .streaming else { return }
        flushGathered()
        finish()
    }

    func upgrade(
        _ request: RequestHead,
        subprotocol: String?,
        to makeHandler: @escaping (HTTPLoop) -> WebSocketHandler
    ) {
        refuse(HTTPFailure(.notImplemented, "WebSockets are spoken over HTTP/1.1 here."))
    }

    // MARK: Time and the end

    func checkDeadline(_ now: NIODeadline) {
        guard now >= deadline else { return }
        deadline = .distantFuture
        switch machine.timedOut() {
        case .none: break
        case .close: isWhole ? closeNow() : refuseRest()
        case .refuse: refuse(.timeout)
        case .deadline: deadlineReached()
        }
    }

    func serverStops() { carryOut(machine.stop()) }

    func closeNow() {
        machine.channelClosed()
        abandonWork()
        context?.close(promise: nil)
    }
}
