package import Logging
package import NATSWire
package import NIOCore
import NIOPosix

/// One connection to NATS that keeps itself up, with requests, publications and subscriptions over it.
///
/// Confined to its event loop: every call must be made on it, and every callback is made on it. Callbacks of requests
/// are never made from within the call that began the request. What is written in one turn of the loop leaves in one
/// write to the socket, unless the turn is long (`exchangeWithinTurn`).
package final class NATSConnection {
    package typealias Reply = Result<MessageFrame, NATSError>

    package let eventLoop: any EventLoop
    package let configuration: NATSConfiguration
    let logger: Logger
    /// Called after every change of `state`.
    package var onStateChange: ((NATSConnectionState) -> Void)?
    /// What the server said of itself last.
    package private(set) var serverInfo: ServerInfo? {
        didSet { outbox.maximumPayload = maximumPayload }
    }
    /// How often the connection became ready.
    package private(set) var readyCount = 0

    var machine: ConnectionStateMachine
    var outbox: Outbox
    var subscriptions = SubscriptionTable()
    var observers = StateObservers()
    var random = SystemRandomNumberGenerator()
    private let loop: NIOIsolatedEventLoop
    private var isFlushQueued = false
    /// Made and written since bytes were last given to the socket, or its turn came to take them.
    var requestsOfTurn = 0
    /// Frames are being read: what the socket has comes behind them.
    var isReceiving = false
    /// For what is taken from the socket within a turn; the storage is used again.
    var receivedWithinTurn = ByteBuffer()
    private var flushTask: () -> Void = {}
    private(set) var context: ChannelHandlerContext?
    private(set) var attempt: UInt64 = 0
    private var timer: Scheduled<Void>?
    private var timerDeadline = NIODeadline.distantFuture
    private var knownState = NATSConnectionState.connecting(reason: nil)
    private var readyWaiters: [UInt64: (Result<Void, NATSError>) -> Void] = [:]
    private var readyWaiterCount: UInt64 = 0
    private var closeWaiters: [() -> Void] = []
    /// New requests are kept back although the socket is open.
    private var isHolding = false {
        didSet { setGate() }
    }
    /// Whom requests made now belong to.
    var caller = Caller()
    var cancellations = CancellationTable()
    /// The number of the newest token.
    var lastToken: UInt64 = 0
    /// The token that was cancelled last: what its last callback still begins is dropped.
    var lastCancelled: UInt64 = 0
    /// Made when TLS is wanted and nothing is said about it.
    var defaultTLSOptions: TLSOptions?
    let inbox: String
    let inboxLength: Int
    private let messageIDPrefix: String
    private var messageIDCount: UInt64 = 0

    /// The subscription that receives all replies.
    static let inboxIdentifier: UInt64 = 1

    package init(configuration: NATSConfiguration, eventLoop: any EventLoop, logger: Logger) {
        self.configuration = configuration
        self.eventLoop = eventLoop
        self.logger = logger
        loop = eventLoop.assumeIsolated()
        machine = ConnectionStateMachine(settings: .init(configuration), servers: configuration.servers)
        inbox = "\(configuration.inboxPrefix).\(RandomText.make(22, using: &random))."
        outbox = Outbox(configuration, inbox: inbox)
        inboxLength = inbox.utf8.count
        messageIDPrefix = RandomText.make(12, using: &random) + "."
        flushTask = { [weak self] in
            self?.isFlushQueued = false
            self?.flush()
        }
    }

    /// A subject below this connection's inbox that is used for nothing else.
    package func makeInbox() -> String {
        "\(configuration.inboxPrefix).\(RandomText.make(22, using: &random))"
    }

    /// A message id that no other message has.
    package func makeMessageID() -> String {
        messageIDCount &+= 1
        return messageIDPrefix + String(messageIDCount)
    }

    // MARK: State

    package var state: NATSConnectionState {
        switch machine.phase {
        case .ready: .ready
        case .draining: .draining
        case .closed(let error): .closed(reason: error?.message)
        case .idle, .connecting, .awaitingInfo, .securing, .handshaking, .leaving, .waiting:
            .connecting(reason: machine.lastError?.message)
        }
    }

    package var isReady: Bool { machine.isReady }
    /// Why the last attempt failed, where the connection is not ready.
    package var lastError: NATSError? { machine.lastError }
    /// The largest message that the server takes, headers included.
    package var maximumPayload: Int { serverInfo?.maximumPayload ?? 1_048_576 }

    /// The server's version, where it says one.
    package var serverVersion: (major: Int, minor: Int)? {
        let parts = serverInfo?.version.split(separator: ".").prefix(2).compactMap { Int($0) } ?? []
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }

    /// Begins to connect. Attempts go on for ever, unless the credentials are refused before the first success.
    package func start() {
        eventLoop.assertInEventLoop()
        perform(machine.start(now: .now()))
    }

    /// Calls back once the connection is ready, closed, or `deadline` has passed (with the reason).
    package func whenReady(deadline: NIODeadline, _ completion: @escaping (Result<Void, NATSError>) -> Void) {
        eventLoop.assertInEventLoop()
        if isReady { return later { completion(.success(())) } }
        if case .closed(let error) = machine.phase {
            return later { completion(.failure(error ?? Self.closedError)) }
        }
        readyWaiterCount += 1
        let number = readyWaiterCount
        let caller = caller
        let timer = loop.scheduleTask(deadline: deadline) { [weak self] in
            guard let self, let waiter = readyWaiters.removeValue(forKey: number) else { return }
            waiter(.failure(lastError ?? NATSError(.unavailable, "the server did not answer in time")))
        }
        let handler = onCancel { [weak self] in
            timer.cancel()
            self?.readyWaiters[number] = nil
        }
        readyWaiters[number] = { [weak self] result in
            timer.cancel()
            self?.forget(handler)
            self?.later(caller) { completion(result) }
        }
    }

    /// Finishes what is under way until `deadline`, then closes. New requests fail at once.
    package func drain(deadline: NIODeadline, _ completion: @escaping () -> Void) {
        eventLoop.assertInEventLoop()
        if case .closed = machine.phase { return loop.execute(completion) }
        closeWaiters.append(completion)
        perform(machine.drain(until: deadline))
    }

    /// Closes at once: whatever is under way fails.
    package func close() {
        eventLoop.assertInEventLoop()
        perform(machine.close())
    }

    private static let closedError = NATSError(.closed, "the connection was closed")

    // MARK: Facts from the socket

    func opened(_ context: ChannelHandlerContext, attempt: UInt64) {
        guard attempt == self.attempt else { return context.close(promise: nil) }
        self.context = context
        perform(machine.opened())
    }

    func failed(_ error: NATSError, attempt: UInt64) {
        guard attempt == self.attempt else { return }
        perform(machine.lost(error, now: .now(), using: &random))
    }

    func secured(attempt: UInt64) {
        guard attempt == self.attempt else { return }
        perform(machine.secured())
    }

    func writabilityChanged(attempt: UInt64) {
        guard attempt == self.attempt, outbox.bytes.readableBytes > 0 else { return }
        touched()
    }

    func received(_ frame: ServerFrame, attempt: UInt64) {
        guard attempt == self.attempt else { return }
        switch frame {
        case .message(let message): received(message)
        case .ping: perform(machine.receivedPing())
        case .pong: perform(machine.receivedPong(now: .now()))
        case .ok: break
        case .error(let text): perform(machine.received(errorText: text, now: .now(), using: &random))
        case .info(let json):
            do {
                let info = try ServerInfo(json: json)
                serverInfo = info
                perform(machine.received(info: info, now: .now(), using: &random))
            } catch {
                failed(NATSError(.protocolViolation, "INFO cannot be read", underlying: error), attempt: attempt)
            }
        }
    }

    // MARK: Actions

    func perform(_ actions: [ConnectionStateMachine.Action]) {
        setGate()
        for action in actions { perform(action) }
        armTimer()
        let state = state
        if state != knownState {
            knownState = state
            onStateChange?(state)
        }
    }

    private func setGate() {
        switch machine.phase {
        case .ready: outbox.gate = isHolding ? .shut : .open
        case .idle, .connecting, .awaitingInfo, .securing, .handshaking, .leaving, .waiting: outbox.gate = .shut
        case .closed, .draining: outbox.gate = .closed
        }
    }

    private func perform(_ action: ConnectionStateMachine.Action) {
        switch action {
        case .connect(let address): connect(to: address)
        case .secure(let address): secure(address)
        case .authenticate(let address, let info): authenticate(address, info)
        case .resume(let info): resume(info)
        case .suspend(let error): suspend(error)
        case .hold:
            isHolding = true
            checkSettled()
        case .ping:
            FrameEncoder.ping(to: &outbox.bytes)
            touched()
        case .pong:
            FrameEncoder.pong(to: &outbox.bytes)
            touched()
        case .closeChannel: closeChannel()
        case .stop(let error): stop(error)
        case .report(let error): logger.warning("NATS: \(error.message)")
        case .refuse(let subject, let error):
            let refused = outbox.requests.refused(on: subject, error)
            for failed in refused { fail(failed) }
            if refused.isEmpty { notify(.refused(subject: subject, error)) }
            checkSettled()
        }
    }

    private func connect(to address: ServerAddress) {
        attempt &+= 1
        let attempt = attempt
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        ClientBootstrap(group: eventLoop)
            .connectTimeout(configuration.connectTimeout)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 2048, initial: 16_384, maximum: 262_144)
            )
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try bound.value.prepare(channel, address, attempt) }
            }
            .connect(host: address.host, port: address.port)
            .assumeIsolated()
            .whenFailure { [weak self] error in
                self?.failed(NATSError(.unavailable, "the server does not answer", underlying: error), attempt: attempt)
            }
    }

    private func prepare(_ channel: any Channel, _ address: ServerAddress, _ attempt: UInt64) throws {
        let pipeline = channel.pipeline.syncOperations
        if let options = configuration.tls, options.startsWithHandshake {
            try pipeline.addHandler(try options.makeHandler(host: address.host))
        }
        try pipeline.addHandler(ConnectionChannelHandler(connection: self, attempt: attempt))
    }

    private func resume(_ info: ServerInfo) {
        readyCount += 1
        isHolding = false
        for (identifier, subscription) in subscriptions.all {
            FrameEncoder.subscribe(
                subscription.subject,
                queue: subscription.queue,
                identifier: identifier,
                to: &outbox.bytes
            )
        }
        for token in outbox.requests.waiting() { write(token) }
        touched()
        let waiters = readyWaiters.values
        readyWaiters = [:]
        for waiter in waiters { waiter(.success(())) }
        notify(.ready)
        logger.log(
            level: readyCount > 1 ? .notice : .debug,
            "NATS: ready",
            metadata: ["server": "\(info.serverName)", "version": "\(info.version)"]
        )
    }

    private func suspend(_ error: NATSError) {
        for failed in outbox.connectionLost(error) { fail(failed) }
        notify(.lost)
        if error.code != .closed { logger.warning("NATS: the connection is lost: \(error)") }
    }

    private func closeChannel() {
        attempt &+= 1
        isHolding = false
        let context = context
        self.context = nil
        if outbox.bytes.readableBytes > 0, let context, context.channel.isWritable {
            context.write(NIOAny(outbox.bytes), promise: nil)
            context.flush()
        }
        outbox.flushed()
        context?.close(promise: nil)
    }

    private func stop(_ error: NATSError?) {
        timer?.cancel()
        timer = nil
        let cause = error ?? Self.closedError
        for failed in outbox.requests.removeAll(cause) { fail(failed) }
        for subscription in subscriptions.removeAll() { loop.execute { subscription.onEnd?(cause) } }
        let observers = observers.all
        loop.execute { for (_, observer) in observers { observer(.closed(cause)) } }
        let waiters = readyWaiters.values
        readyWaiters = [:]
        for waiter in waiters { waiter(.failure(cause)) }
        let closers = closeWaiters
        closeWaiters = []
        for closer in closers { loop.execute(closer) }
    }

    // MARK: Writing

    /// Something was written: it leaves at the end of this turn of the loop.
    @inline(__always)
    func touched() {
        guard !isFlushQueued else { return }
        isFlushQueued = true
        // Queued tasks run after all sockets that were ready in this turn, so that what their reads caused is joined.
        loop.execute(flushTask)
    }

    func flush() {
        requestsOfTurn = 0
        guard let context, outbox.bytes.readableBytes > 0, context.channel.isWritable else { return }
        context.writeAndFlush(NIOAny(outbox.bytes), promise: nil)
        outbox.flushed()
    }

    func checkSettled() {
        guard isHolding, outbox.requests.sentCount == 0 else { return }
        isHolding = false
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        // Later in this turn, so that what the last answer's callback writes still leaves.
        eventLoop.execute { bound.value.reportSettled() }
    }

    private func reportSettled() {
        perform(machine.settled(now: .now(), using: &random))
    }

    // MARK: Time

    /// Makes sure that `tick` runs when the next deadline passes.
    func armTimer() {
        var next = outbox.requests.earliest
        if let deadline = machine.deadline { next = min(next, deadline) }
        guard next < .distantFuture, timer == nil || next < timerDeadline else { return }
        timer?.cancel()
        timerDeadline = next
        timer = loop.scheduleTask(deadline: next) { [weak self] in self?.tick() }
    }

    private func tick() {
        timer = nil
        let now = NIODeadline.now()
        for outcome in outbox.requests.expire(now: now, cause: machine.lastError) {
            switch outcome {
            case .fail(let failed): fail(failed)
            case .send(let token): if outbox.gate == .open { write(token) }
            }
        }
        perform(machine.tick(now: now, using: &random))
    }
}
