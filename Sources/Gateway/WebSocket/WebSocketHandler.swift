import GraphQLEngine
import JSON
import NIOCore
import NIOWebSocket

/// Drives one socket's session: frames in, operations started, frames out. Confined to its event loop.
final class WebSocketHandler: ChannelDuplexHandler, LoopConnection, RequestOrigin {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    /// How often a ping is sent, and how long its pong may take.
    static let pingInterval = TimeAmount.seconds(12)
    static let initialisationTimeout = TimeAmount.seconds(3)
    private static let closingTimeout = TimeAmount.seconds(2)

    /// What runs under a token of the session.
    private enum Operation {
        case run(GraphQLRun)
        case subscription(SubscriptionRun)
    }

    var slot: Int?
    private let loop: HTTPLoop
    private let operations: OperationStarter
    private let offersSubprotocol: Bool
    private var session: WebSocketSession
    private var assembler: WebSocketMessageAssembler
    private var running: [WebSocketSession.OperationToken: Operation] = [:]
    private var context: ChannelHandlerContext?
    private var isAcknowledged = false
    private var isClosing = false
    private var awaitsPong = false
    private var needsFlush = false
    private var isReadHeldBack = false
    /// What the request that opened the socket was called.
    var requestID = RequestID(given: nil, prefix: [], number: 0)
    /// Gives an operation its trace: that of the request which opened the socket.
    var beginTrace: (PreparedOperation) -> RequestTrace? = { _ in nil }
    /// For the init message at first, then for the next ping, at last for the client's close frame.
    private var deadline = NIODeadline.distantFuture

    init(loop: HTTPLoop, operations: OperationStarter, offersSubprotocol: Bool) {
        self.loop = loop
        self.operations = operations
        self.offersSubprotocol = offersSubprotocol
        session = WebSocketSession(maximumOperations: loop.settings.socketOperations)
        assembler = WebSocketMessageAssembler(limit: loop.settings.bodyLimit)
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        guard loop.add(self) else { return close(.goingAway) }
        deadline = .now() + Self.initialisationTimeout
        if !offersSubprotocol { close(.subprotocolNotAcceptable) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelInactive(context: ChannelHandlerContext) {
        stopAll()
        loop.remove(self)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        if isClosing {
            if frame.opcode == .connectionClose { context.close(promise: nil) }
            return
        }
        // Whatever it is, the client is there.
        awaitsPong = false
        let payload = frame.unmaskedData
        switch assembler.received(.init(frame), Array(payload.readableBytesView)) {
        case .none, .pong: break
        case .text(let text): received(text)
        case .binary: close(.invalidMessage("Invalid message: binary frames are not taken"))
        case .ping: write(.pong, payload)
        case .close(let code): answerClose(code)
        case .fail(let reason): close(reason)
        }
    }

    /// A client that takes no answers is not read either, or its pings alone would fill the memory.
    func read(context: ChannelHandlerContext) {
        isReadHeldBack = true
        readIfAllowed()
    }

    private func readIfAllowed() {
        guard isReadHeldBack, isWritable || isClosing else { return }
        isReadHeldBack = false
        context?.read()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            for case .subscription(let run) in running.values { run.writable() }
            readIfAllowed()
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength: close(.messageTooBig)
        case NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge: close(.messageTooBig)
        case is NIOWebSocketError: close(.protocolError("Protocol error"))
        default: context.close(promise: nil)
        }
    }

    // MARK: Messages

    private func received(_ message: [UInt8]) {
        let text = message.span
        guard JSONScanner.firstInvalidUTF8(text) == nil else { return close(.notUTF8) }
        switch session.received(text) {
        case .none: break
        case .send(let answer):
            if !isAcknowledged, answer == WebSocketServerMessage.connectionAck {
                isAcknowledged = true
                deadline = .now() + Self.pingInterval
            }
            send(answer)
        case .start(let token, let request): start(token, request)
        case .stop(let token): stop(token)
        case .close(let reason): close(reason)
        }
    }

    private func start(_ token: WebSocketSession.OperationToken, _ request: JSONSlice) {
        let body = request.bytes
        let source = body.span
        do throws(OperationStarter.PreparationError) {
            let envelope = try operations.envelope(source)
            let operation = try operations.prepare(envelope, in: source)
            try begin(operation, source.extracting(envelope.variables ?? 0..<0), token)
        } catch {
            switch error {
            case .malformed(let failure):
                if case .close(let reason) = session.malformed(token, reason: Self.short(failure.message)) {
                    close(reason)
                }
            case .refused(let refusal): refuse(token, refusal.errors)
            }
        }
    }

    private func begin(
        _ operation: PreparedOperation,
        _ variables: Span<UInt8>,
        _ token: WebSocketSession.OperationToken
    ) throws(OperationStarter.PreparationError) {
        do throws(RequestErrors) {
            if operation.kind == .subscription {
                let run = try operations.subscribe(operation, variables, WebSocketSubscription(token, self))
                run.join(beginTrace(operation))
                running[token] = .subscription(run)
                return run.start()
            }
            guard loop.inFlight < loop.settings.inFlight else {
                return refuse(token, [GraphQLError(HTTPFailure.overloaded.message, code: .storeUnavailable)])
            }
            let sink = ResponseSink.bytes(of: self) { [weak self] response in
                self?.answer(token, response)
            }
            let run = try operations.run(operation, variables, sink: sink)
            loop.inFlight += 1
            run.join(beginTrace(operation))
            running[token] = .run(run)
            run.advance()
        } catch {
            throw .refused(error)
        }
    }

    private func answer(_ token: WebSocketSession.OperationToken, _ response: [UInt8]) {
        guard forget(token) != nil else { return }
        if let message = session.next(token, response: response) { send(message) }
        if let message = session.completed(token) { send(message) }
    }

    private func refuse(_ token: WebSocketSession.OperationToken, _ errors: [GraphQLError]) {
        _ = forget(token)
        if let message = session.failed(token, errors: RequestErrorBody.list(errors)) { send(message) }
    }

    private func stop(_ token: WebSocketSession.OperationToken) {
        switch forget(token) {
        case .run(let run): run.cancelled()
        case .subscription(let run): run.end()
        case nil: break
        }
    }

    private func forget(_ token: WebSocketSession.OperationToken) -> Operation? {
        let operation = running.removeValue(forKey: token)
        if case .run = operation { loop.inFlight -= 1 }
        return operation
    }

    private func stopAll() {
        for token in session.closed() { stop(token) }
    }

    // MARK: Subscriptions

    var isWritable: Bool { context?.channel.isWritable ?? false }

    func next(_ token: WebSocketSession.OperationToken, _ response: [UInt8]) {
        if let message = session.next(token, response: response) { send(message) }
    }

    func fail(_ token: WebSocketSession.OperationToken, _ error: GraphQLError) { refuse(token, [error]) }

    // MARK: Frames

    private func send(_ message: [UInt8]) { write(.text, ByteBuffer(bytes: message)) }

    private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer) {
        context?.write(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: nil)
        guard !needsFlush else { return }
        needsFlush = true
        loop.touch(self)
    }

    func flushGathered() {
        guard needsFlush else { return }
        needsFlush = false
        context?.flush()
    }

    /// Sends a close frame once, and waits a moment for the client's.
    private func close(_ reason: WebSocketCloseReason) {
        guard !isClosing else { return }
        stopAll()
        isClosing = true
        deadline = .now() + Self.closingTimeout
        var data = ByteBuffer()
        data.writeInteger(reason.code)
        data.writeString(reason.text)
        write(.connectionClose, data)
        readIfAllowed()
    }

    private func answerClose(_ code: UInt16?) {
        stopAll()
        isClosing = true
        var data = ByteBuffer()
        if let code { data.writeInteger(code) }
        write(.connectionClose, data)
        flushGathered()
        context?.close(promise: nil)
    }

    /// At most what a close frame has room for.
    private static func short(_ text: String) -> String {
        var text = text
        while text.utf8.count > 123 { text.removeLast() }
        return text
    }

    // MARK: LoopConnection

    func checkDeadline(_ now: NIODeadline) {
        guard now >= deadline else { return }
        if isClosing { return closeNow() }
        if case .close(let reason) = session.initialisationTimedOut() { return close(reason) }
        deadline = now + Self.pingInterval
        // One that takes nothing cannot see a ping either; the buffers of its subscriptions are bounded.
        guard isWritable else { return }
        // A peer that is gone without a word does not answer.
        if awaitsPong { return closeNow() }
        awaitsPong = true
        write(.ping, ByteBuffer())
    }

    func serverStops() {
        guard !isClosing else { return }
        for token in Array(running.keys) {
            stop(token)
            if let message = session.completed(token) { send(message) }
        }
        close(.goingAway)
        flushGathered()
    }

    func closeNow() { context?.close(promise: nil) }
}

/// A subscription of a socket, under the token of its session.
final class WebSocketSubscription: SubscriptionSink {
    private let token: WebSocketSession.OperationToken
    /// The handler owns the run, which owns this.
    private weak var handler: WebSocketHandler?

    init(_ token: WebSocketSession.OperationToken, _ handler: WebSocketHandler) {
        self.token = token
        self.handler = handler
    }

    var isWritable: Bool { handler?.isWritable ?? false }

    func next(_ response: [UInt8], revision: UInt64) { handler?.next(token, response) }

    func fail(_ error: GraphQLError) { handler?.fail(token, error) }
}

extension WebSocketMessageAssembler.FrameFacts {
    fileprivate init(_ frame: WebSocketFrame) {
        self.init(
            opcode: UInt8(webSocketOpcode: frame.opcode),
            isFinal: frame.fin,
            isMasked: frame.maskKey != nil,
            hasReservedBits: frame.rsv1 || frame.rsv2 || frame.rsv3
        )
    }
}
