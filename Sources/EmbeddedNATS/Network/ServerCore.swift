import Logging
import NATSWire
import NIOCore

/// Everything that the sessions of one server share. Confined to the server's event loop.
final class ServerCore {
    /// Where one session's frames go.
    typealias SessionID = Broker.SessionID

    private static let longestDelay: Int64 = 3_600_000_000_000

    let loop: any EventLoop
    let configuration: EmbeddedServer.Configuration
    let credentials: Credentials
    let logger: Logger
    private var broker = Broker()
    private var jetStream: JetStream
    private let storage: any LoopStorage
    private var clients: [SessionID: ServerChannelHandler] = [:]
    private var nextSession: SessionID = 1
    private var dirty: [ServerChannelHandler] = []
    private var isTickScheduled = false
    private var timer: Scheduled<Void>?
    private var timerTime: Int64 = .max
    private(set) var isClosed = false
    /// The end is through: all is on disk.
    private var isStored = false
    private var waitsForEnd: [() -> Void] = []
    /// Readers that wait until the store has caught up.
    private var paused: [ServerChannelHandler] = []

    init(configuration: EmbeddedServer.Configuration, storage: any LoopStorage, loop: any EventLoop) {
        self.loop = loop
        self.configuration = configuration
        self.storage = storage
        logger = configuration.logger
        if let token = configuration.token {
            credentials = .token(token)
        } else if let user = configuration.user {
            credentials = .user(user, password: configuration.password ?? "")
        } else {
            credentials = .anyone
        }
        jetStream = JetStream(storage: storage, hasInterest: { _, _ in false })
        jetStream = JetStream(storage: storage) { [unowned self] subject, queue in
            broker.hasInterest(in: subject, queue: queue.map { ExactString($0) })
        }
    }

    var connectionCount: Int { clients.count }

    /// Brings back what the store holds. To be called before anybody connects.
    func restore(_ streams: [RestoredStream]) throws {
        let now = Clock.now()
        for stream in streams { try jetStream.restore(stream, now: now) }
        armTimer()
    }

    // MARK: - Sessions

    func add(_ client: ServerChannelHandler) -> SessionID {
        loop.assertInEventLoop()
        let session = nextSession
        nextSession += 1
        clients[session] = client
        return session
    }

    func remove(_ session: SessionID) {
        loop.assertInEventLoop()
        guard clients.removeValue(forKey: session) != nil else { return }
        let now = Clock.now()
        for filter in Set(broker.remove(session)) { jetStream.interestChanged(filter, now: now) }
        settle(now: now)
    }

    func subscribe(_ session: SessionID, filter: String, queue: ExactString?, identifier: ExactString) {
        guard broker.subscribe(session, filter: filter, queue: queue, identifier: identifier) else { return }
        let now = Clock.now()
        jetStream.interestChanged(filter, now: now)
        settle(now: now)
    }

    func unsubscribe(_ session: SessionID, identifier: ExactString, maximum: Int?) {
        guard let filter = broker.unsubscribe(session, identifier: identifier, maximum: maximum) else { return }
        let now = Clock.now()
        jetStream.interestChanged(filter, now: now)
        settle(now: now)
    }

    // MARK: - Messages

    /// A client's message. `echoes` says whether its own subscriptions get it too.
    func publish(_ message: MessageFrame, from session: SessionID, options: ClientOptions, now: Int64) {
        guard let subject = ExactString(message.subject) else { return }
        var reply: ExactString?
        if let bytes = message.reply {
            guard let text = ExactString(bytes) else { return }
            reply = text
        }
        let publication = Publication(
            subject,
            reply: reply,
            headers: message.headerBlock,
            payload: message.payload
        )
        let receivers = deliver(publication, excluding: options.echoes ? nil : session)
        let isHandled = jetStream.handle(publication, now: now)
        if !isHandled, receivers == 0, let reply, options.takesNoResponders {
            var headers = MessageHeaders(status: "503")
            deliver(Publication(reply, headers: headers.finish()), excluding: nil, only: session)
        }
        settle(now: now)
    }

    /// Sends what JetStream has to say until it has nothing more, then sees to timers, store and flushes.
    func settle(now: Int64) {
        while true {
            let outbox = jetStream.takeOutbox()
            if outbox.isEmpty { break }
            for publication in outbox {
                deliver(publication, excluding: nil)
                if publication.route.text.utf8.first != UInt8(ascii: "_") {
                    // An answer or a republished message may be on a subject of a stream itself.
                    var next = publication
                    next.hops += 1
                    if publication.route == publication.subject { _ = jetStream.capture(next, now: now) }
                }
            }
        }
        if storage.hasWrites || jetStream.hasReadyConsumers { scheduleTick() }
        armTimer()
    }

    @discardableResult
    private func deliver(_ message: Publication, excluding: SessionID?, only: SessionID? = nil) -> Int {
        let (count, ended) = broker.deliver(message.route.text, excluding: excluding) { subscription in
            if let only, subscription.session != only { return }
            clients[subscription.session]?.send(message, subscription: subscription.identifier)
        }
        if !ended.isEmpty {
            let now = Clock.now()
            for filter in ended { jetStream.interestChanged(filter, now: now) }
        }
        return count
    }

    // MARK: - The end of a loop tick

    /// `client` has bytes to send.
    func touched(_ client: ServerChannelHandler) {
        dirty.append(client)
        scheduleTick()
    }

    private func scheduleTick() {
        guard !isTickScheduled, !isClosed else { return }
        isTickScheduled = true
        // Every caller is on the loop: the class is confined to it. The check is left out because this runs every tick.
        loop.assumeIsolatedUnsafeUnchecked().execute { self.tick() }
    }

    private func tick() {
        isTickScheduled = false
        let now = Clock.now()
        if jetStream.hasReadyConsumers {
            jetStream.deliver(now: now)
            settle(now: now)
        }
        jetStream.saveMoved()
        storage.commit(on: loop) { [self] in committed() }
        let clients = dirty
        dirty.removeAll(keepingCapacity: true)
        for client in clients { client.flush() }
    }

    private func committed() {
        let now = Clock.now()
        jetStream.committed(now: now)
        jetStream.deliver(now: now)
        settle(now: now)
        if !storage.isBehind {
            let readers = paused
            paused = []
            for reader in readers { reader.resumeReading() }
        }
        scheduleTick()
    }

    /// Whether `client` must not read for now: too much waits for the store. It is told when it may go on.
    func holdsReading(of client: ServerChannelHandler) -> Bool {
        guard storage.isBehind else { return false }
        paused.append(client)
        return true
    }

    // MARK: - Time

    private func armTimer() {
        guard let next = jetStream.nextTimer, !isClosed else { return }
        if timer != nil, timerTime <= next { return }
        timer?.cancel()
        timerTime = next
        let now = Clock.now()
        // Far away times are looked at again after an hour.
        let delay = next > now ? min(next - now, Self.longestDelay) : 0
        timer = loop.assumeIsolated().scheduleTask(in: .nanoseconds(delay)) { [weak self] in
            self?.timerFired()
        }
    }

    private func timerFired() {
        timer = nil
        timerTime = .max
        guard !isClosed else { return }
        let now = Clock.now()
        jetStream.timersFired(now: now)
        settle(now: now)
    }

    // MARK: - End

    /// Closes every session and commits what waits. `done` is called when all is on disk.
    func close(_ done: @escaping () -> Void) {
        loop.assertInEventLoop()
        if isStored { return done() }
        waitsForEnd.append(done)
        guard !isClosed else { return }
        isClosed = true
        timer?.cancel()
        for client in clients.values { client.close() }
        storage.finish(on: loop) { [self] in
            isStored = true
            let waiting = waitsForEnd
            waitsForEnd = []
            for done in waiting { done() }
        }
    }
}
