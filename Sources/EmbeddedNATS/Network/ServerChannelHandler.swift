import Logging
import NATSWire
import NIOCore

/// One client's socket: feeds the session machine and carries out its actions. Confined to the server's event loop.
final class ServerChannelHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    private static let keptCapacity = 1 << 18
    private static let credentialsTime = TimeAmount.seconds(2)

    private let core: ServerCore
    private let makeInfo: (Int, String, Int) -> String
    private var session: ServerSession
    private var decoder: NIOSingleStepByteToMessageProcessor<ClientFrameParser>
    private var identifier: Broker.SessionID = 0
    private var context: ChannelHandlerContext?
    private var out = ByteBuffer()
    /// Bytes given to the channel that it has not sent yet.
    private var onTheWay = 0
    private var isDirty = false
    private var waitsToRead = false
    private var pingTimer: Scheduled<Void>?
    private var credentialsTimer: Scheduled<Void>?
    /// Too much waited for the client; it is closed with the next flush.
    private var isTooSlow = false

    init(core: ServerCore, makeInfo: @escaping (Int, String, Int) -> String) {
        self.core = core
        self.makeInfo = makeInfo
        session = ServerSession(credentials: core.credentials)
        let limits = WireLimits(
            controlLine: core.configuration.maxControlLine,
            payload: core.configuration.maxPayload
        )
        decoder = NIOSingleStepByteToMessageProcessor(ClientFrameParser(limits: limits))
    }

    // MARK: - Channel

    func channelActive(context: ChannelHandlerContext) {
        start(context)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(context) }
    }

    private func start(_ context: ChannelHandlerContext) {
        guard self.context == nil else { return }
        self.context = context
        guard !core.isClosed, core.connectionCount < core.configuration.maxConnections else {
            FrameEncoder.error("maximum connections exceeded", to: &out)
            return finish()
        }
        identifier = core.add(self)
        let address = context.channel.remoteAddress?.ipAddress ?? ""
        let port = context.channel.localAddress?.port ?? 0
        FrameEncoder.info(makeInfo(identifier, address, port), to: &out)
        touch()
        startTimers(context)
    }

    private func startTimers(_ context: ChannelHandlerContext) {
        armPingTimer(context)
        guard session.awaitsCredentials else { return }
        let loop = context.eventLoop.assumeIsolated()
        credentialsTimer = loop.scheduleTask(in: Self.credentialsTime) { [weak self] in
            guard let self else { return }
            perform(session.credentialsTimerFired(), acknowledged: false, now: Clock.now())
        }
    }

    private func armPingTimer(_ context: ChannelHandlerContext) {
        let interval = TimeAmount.nanoseconds(Self.nanoseconds(core.configuration.pingInterval))
        pingTimer = context.eventLoop.assumeIsolated().scheduleTask(in: interval) { [weak self] in
            self?.pingTimerFired()
        }
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max / 2 : max(1_000_000, scaled &+ attoseconds / 1_000_000_000)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !session.isClosed else { return }
        let now = Clock.now()
        do {
            try decoder.process(buffer: unwrapInboundIn(data)) { frame in
                guard !session.isClosed else { return }
                let (action, acknowledged) = session.received(frame)
                perform(action, acknowledged: acknowledged, now: now)
            }
        } catch let error as WireError {
            perform(session.failed(error), acknowledged: false, now: now)
        } catch {
            perform(session.failed(.unknownOperation), acknowledged: false, now: now)
        }
    }

    func read(context: ChannelHandlerContext) {
        if core.holdsReading(of: self) {
            waitsToRead = true
        } else {
            context.read()
        }
    }

    func resumeReading() {
        guard waitsToRead else { return }
        waitsToRead = false
        context?.read()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        session.disconnected()
        pingTimer?.cancel()
        credentialsTimer?.cancel()
        self.context = nil
        if identifier != 0 { core.remove(identifier) }
        context.fireChannelInactive()
    }

    // MARK: - Actions

    private func perform(_ action: ServerSession.Action, acknowledged: Bool, now: Int64) {
        switch action {
        case .none: break
        case .sendPong:
            FrameEncoder.pong(to: &out)
            touch()
        case .sendError(let text):
            FrameEncoder.error(text, to: &out)
            touch()
        case .close(let error):
            if let error { FrameEncoder.error(error, to: &out) }
            finish()
            return
        case .publish(let message, let error):
            if let error {
                FrameEncoder.error(error, to: &out)
                touch()
            }
            // The sender is told before its own subscriptions are.
            if acknowledged {
                FrameEncoder.ok(to: &out)
                touch()
            }
            core.publish(message, from: identifier, options: session.options, now: now)
            return
        case .subscribe(let filter, let queue, let name):
            core.subscribe(identifier, filter: filter, queue: queue, identifier: name)
        case .unsubscribe(let name, let maximum):
            core.unsubscribe(identifier, identifier: name, maximum: maximum)
        }
        if acknowledged {
            FrameEncoder.ok(to: &out)
            touch()
        }
    }

    private func pingTimerFired() {
        let (sendsPing, action) = session.pingTimerFired()
        if sendsPing {
            FrameEncoder.ping(to: &out)
            touch()
        }
        perform(action, acknowledged: false, now: Clock.now())
        if let context, !session.isClosed { armPingTimer(context) }
    }

    /// Sends a message for one of the client's subscriptions.
    func send(_ message: Publication, subscription: ExactString) {
        guard !session.isClosed, !isTooSlow else { return }
        let waiting = out.readableBytes + onTheWay
        let size = message.payload.readableBytes + (message.headers?.readableBytes ?? 0)
        guard waiting + size <= core.configuration.maxPendingBytes else {
            core.logger.info("client is too slow", metadata: ["client": "\(identifier)", "waiting": "\(waiting)"])
            // Closing now would remove subscriptions while they are being walked.
            isTooSlow = true
            return touch()
        }
        FrameEncoder.message(
            message.subject,
            subscription: subscription,
            reply: message.reply,
            headers: session.options.takesHeaders ? message.headers : nil,
            payload: message.payload,
            to: &out
        )
        touch()
    }

    private func touch() {
        guard !isDirty else { return }
        isDirty = true
        core.touched(self)
    }

    /// Sends what was written since the last flush.
    func flush() {
        isDirty = false
        if isTooSlow, !session.isClosed { return perform(session.fellBehind(), acknowledged: false, now: 0) }
        guard let context, out.readableBytes > 0 else { return }
        let size = out.readableBytes
        onTheWay += size
        let promise = context.eventLoop.makePromise(of: Void.self)
        // On the loop, as everything here; unchecked because it runs with every flush.
        promise.futureResult.assumeIsolatedUnsafeUnchecked().whenComplete { [weak self] _ in
            self?.onTheWay -= size
        }
        context.writeAndFlush(wrapOutboundOut(out), promise: promise)
        // Reuses the memory where the channel has sent all of it already; a large block is not kept for one burst.
        if out.capacity > Self.keptCapacity { out = ByteBuffer() } else { out.clear() }
    }

    private func finish() {
        guard let context else { return }
        flush()
        context.close(promise: nil)
    }

    /// The server ends.
    func close() {
        session.disconnected()
        finish()
    }
}
