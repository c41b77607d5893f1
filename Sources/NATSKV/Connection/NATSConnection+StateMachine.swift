import NATSWire
import NIOCore

/// The life of one connection to NATS, over all its attempts and servers. Knows no channel and no clock: facts and the
/// time come in, actions go out, in the order in which they are to be carried out.
struct ConnectionStateMachine {
    struct Settings {
        var connectTimeout: TimeAmount
        var reconnectWait: TimeAmount
        var maximumReconnectWait: TimeAmount
        var pingInterval: TimeAmount
        var maximumUnansweredPings: Int
        /// TLS is there before the server says anything.
        var startsWithHandshake: Bool

        init(_ configuration: NATSConfiguration) {
            connectTimeout = configuration.connectTimeout
            reconnectWait = configuration.reconnectWait
            maximumReconnectWait = configuration.maximumReconnectWait
            pingInterval = configuration.pingInterval
            maximumUnansweredPings = configuration.maximumUnansweredPings
            startsWithHandshake = configuration.tls?.startsWithHandshake ?? false
        }
    }

    enum Phase {
        case idle
        /// The socket is being opened.
        case connecting(until: NIODeadline)
        case awaitingInfo(until: NIODeadline)
        case securing(until: NIODeadline, ServerInfo)
        /// CONNECT and PING are sent.
        case handshaking(until: NIODeadline, ServerInfo)
        case ready(ServerInfo, nextPing: NIODeadline, unanswered: Int)
        /// Ready, but about to leave for another server: what is under way is finished first.
        case leaving(ServerInfo, until: NIODeadline)
        case draining(until: NIODeadline)
        case waiting(until: NIODeadline)
        case closed(NATSError?)
    }

    enum Action {
        case connect(ServerAddress)
        /// Start TLS on the open socket, then report `secured`.
        case secure(ServerAddress)
        /// Write CONNECT and PING.
        case authenticate(ServerAddress, ServerInfo)
        /// The connection can be used: subscribe again, send what waits.
        case resume(ServerInfo)
        /// The connection can no longer be used: settle or keep what is under way.
        case suspend(NATSError)
        /// Requests go to the waiting ones from now on; report `settled` once none is under way.
        case hold
        case ping
        case pong
        case closeChannel
        /// The end: nothing will ever be sent again.
        case stop(NATSError?)
        /// Something for the log.
        case report(NATSError)
        /// The server did not take what was published to this subject.
        case refuse(subject: String, NATSError)
    }

    private let settings: Settings
    private(set) var phase = Phase.idle
    private(set) var pool: ServerPool
    private(set) var lastError: NATSError?
    private var hasBeenReady = false
    private var wait: TimeAmount

    init(settings: Settings, servers: [ServerAddress]) {
        self.settings = settings
        pool = ServerPool(servers)
        wait = settings.reconnectWait
    }

    /// When `tick` is to be called at the latest.
    var deadline: NIODeadline? {
        switch phase {
        case .idle, .closed: nil
        case .connecting(let until), .awaitingInfo(let until), .waiting(let until), .draining(let until): until
        case .securing(let until, _), .handshaking(let until, _), .leaving(_, let until): until
        case .ready(_, let nextPing, _): nextPing
        }
    }

    var isReady: Bool {
        if case .ready = phase { true } else { false }
    }

    mutating func start(now: NIODeadline) -> [Action] {
        guard case .idle = phase else { return [] }
        return connect(now: now)
    }

    private mutating func connect(now: NIODeadline) -> [Action] {
        guard let address = pool.current else { return stop(lastError) }
        phase = .connecting(until: now + settings.connectTimeout)
        return [.connect(address)]
    }

    private mutating func stop(_ error: NATSError?) -> [Action] {
        phase = .closed(error)
        return [.closeChannel, .stop(error)]
    }

    // MARK: Facts about the socket

    mutating func opened() -> [Action] {
        guard case .connecting(let until) = phase else { return [] }
        phase = .awaitingInfo(until: until)
        return []
    }

    mutating func secured() -> [Action] {
        guard case .securing(let until, let info) = phase, let address = pool.current else { return [] }
        phase = .handshaking(until: until, info)
        return [.authenticate(address, info)]
    }

    /// The socket could not be opened, was closed, or what came over it broke the protocol.
    mutating func lost(
        _ error: NATSError,
        now: NIODeadline,
        using random: inout some RandomNumberGenerator
    ) -> [Action] {
        switch phase {
        case .idle, .closed, .waiting: return []
        case .draining:
            return [.suspend(error)] + stop(nil)
        case .leaving:
            // Meant to happen; the next server is tried at once.
            _ = pool.advance()
            return [.suspend(error), .closeChannel] + connect(now: now)
        case .ready:
            // The server may have gone for good or be back in a moment: it is tried again first, after a breath.
            lastError = error
            wait = settings.reconnectWait
            let breath = TimeAmount.milliseconds(Int64.random(in: 5...50, using: &random))
            phase = .waiting(until: now + breath)
            return [.suspend(error), .closeChannel]
        case .connecting, .awaitingInfo, .securing, .handshaking:
            // A refusal of the credentials says more than the close that follows it.
            if lastError?.code != .authorization || error.code == .authorization { lastError = error }
            return [.closeChannel] + failedAttempt(now: now, using: &random)
        }
    }

    private mutating func failedAttempt(
        now: NIODeadline,
        using random: inout some RandomNumberGenerator
    ) -> [Action] {
        guard pool.advance() else { return connect(now: now) }
        let half = wait.nanoseconds / 2
        let jitter = TimeAmount.nanoseconds(Int64.random(in: -half...half, using: &random))
        phase = .waiting(until: now + wait + jitter)
        wait = min(wait + wait, settings.maximumReconnectWait)
        return []
    }

    // MARK: Facts from the server

    mutating func received(
        info: ServerInfo,
        now: NIODeadline,
        using random: inout some RandomNumberGenerator
    ) -> [Action] {
        switch phase {
        case .awaitingInfo(let until):
            pool.announce(info.connectURLs, using: &random)
            guard let address = pool.current else { return [] }
            guard info.supportsHeaders else {
                let error = NATSError(
                    .protocolViolation,
                    "the server does not support headers (2.2 or newer is needed)"
                )
                return lost(error, now: now, using: &random)
            }
            if !settings.startsWithHandshake, info.requiresTLS || address.requiresTLS {
                guard info.requiresTLS || info.offersTLS else {
                    return lost(NATSError(.tls, "the server does not offer TLS"), now: now, using: &random)
                }
                phase = .securing(until: until, info)
                return [.secure(address)]
            }
            phase = .handshaking(until: until, info)
            return [.authenticate(address, info)]
        case .ready(_, let nextPing, let unanswered):
            pool.announce(info.connectURLs, using: &random)
            if info.isLameDuck, pool.entries.count > 1 {
                phase = .leaving(info, until: now + .seconds(2))
                return [.hold]
            }
            phase = .ready(info, nextPing: nextPing, unanswered: unanswered)
            return []
        case .handshaking(let until, _):
            pool.announce(info.connectURLs, using: &random)
            phase = .handshaking(until: until, info)
            return []
        case .idle, .connecting, .securing, .leaving, .draining, .waiting, .closed: return []
        }
    }

    mutating func receivedPong(now: NIODeadline) -> [Action] {
        switch phase {
        case .handshaking(_, let info):
            phase = .ready(info, nextPing: now + settings.pingInterval, unanswered: 0)
            pool.succeeded()
            hasBeenReady = true
            wait = settings.reconnectWait
            lastError = nil
            return [.resume(info)]
        case .ready(let info, let nextPing, _):
            phase = .ready(info, nextPing: nextPing, unanswered: 0)
            return []
        case .idle, .connecting, .awaitingInfo, .securing, .leaving, .draining, .waiting, .closed: return []
        }
    }

    mutating func receivedPing() -> [Action] {
        switch phase {
        case .handshaking, .ready, .leaving, .draining: [.pong]
        case .idle, .connecting, .awaitingInfo, .securing, .waiting, .closed: []
        }
    }

    /// -ERR. After most of them the server closes the connection.
    mutating func received(
        errorText text: String,
        now: NIODeadline,
        using random: inout some RandomNumberGenerator
    ) -> [Action] {
        let kind = ServerComplaint(text)
        switch phase {
        case .idle, .connecting, .waiting, .closed: return []
        case .awaitingInfo, .securing, .handshaking, .ready, .leaving, .draining: break
        }
        switch kind {
        case .permission(let subject):
            let error = NATSError(.authorization, text, subject: subject)
            return [.report(error)] + (subject.map { [.refuse(subject: $0, error)] } ?? [])
        case .subscription:
            // While the connection is made, nothing is subscribed to but the answers.
            guard case .handshaking = phase else { return [.report(NATSError(.authorization, text))] }
            let error = NATSError(.authorization, "the server does not permit to receive answers: \(text)")
            return refused(error, text: text, now: now, using: &random)
        case .subject: return [.report(NATSError(.protocolViolation, text))]
        case .other: return lost(NATSError(.protocolViolation, "the server said: \(text)"), now: now, using: &random)
        case .credentials:
            let error = NATSError(.authorization, "the server refused the credentials: \(text)")
            return refused(error, text: text, now: now, using: &random)
        }
    }

    /// The server does not let this client in. Once it has, that may be a passing misconfiguration.
    private mutating func refused(
        _ error: NATSError,
        text: String,
        now: NIODeadline,
        using random: inout some RandomNumberGenerator
    ) -> [Action] {
        guard pool.refused(text.lowercased()), !hasBeenReady else { return lost(error, now: now, using: &random) }
        lastError = error
        pool.removeCurrent()
        if pool.isEmpty { return stop(error) }
        return [.closeChannel] + connect(now: now)
    }

    // MARK: Time

    mutating func tick(now: NIODeadline, using random: inout some RandomNumberGenerator) -> [Action] {
        guard let deadline, now >= deadline else { return [] }
        switch phase {
        case .idle, .closed: return []
        case .waiting: return connect(now: now)
        case .connecting, .awaitingInfo, .securing, .handshaking:
            return lost(NATSError(.unavailable, "the server did not answer in time"), now: now, using: &random)
        case .ready(let info, _, let unanswered):
            guard unanswered < settings.maximumUnansweredPings else {
                let error = NATSError(.unavailable, "the server did not answer \(unanswered) pings")
                return lost(error, now: now, using: &random)
            }
            phase = .ready(info, nextPing: now + settings.pingInterval, unanswered: unanswered + 1)
            return [.ping]
        case .leaving, .draining:
            return lost(NATSError(.unavailable, "the connection was left"), now: now, using: &random)
        }
    }

    // MARK: The owner's wishes

    /// No request is under way any more.
    mutating func settled(now: NIODeadline, using random: inout some RandomNumberGenerator) -> [Action] {
        switch phase {
        case .leaving: return lost(NATSError(.unavailable, "the connection was left"), now: now, using: &random)
        // The end that the owner wished for is no loss.
        case .draining: return close()
        case .idle, .connecting, .awaitingInfo, .securing, .handshaking, .ready, .waiting, .closed: return []
        }
    }

    /// Finish what is under way until `until`, then close.
    mutating func drain(until: NIODeadline) -> [Action] {
        switch phase {
        case .ready, .leaving:
            phase = .draining(until: until)
            return [.hold]
        case .draining, .closed: return []
        case .idle, .connecting, .awaitingInfo, .securing, .handshaking, .waiting: return stop(nil)
        }
    }

    mutating func close() -> [Action] {
        switch phase {
        case .closed: return []
        case .ready, .leaving, .draining:
            return [.suspend(NATSError(.closed, "the connection was closed"))] + stop(nil)
        case .idle, .connecting, .awaitingInfo, .securing, .handshaking, .waiting: return stop(nil)
        }
    }
}
