import NATSWire
import NIOCore

/// One client's protocol, without its socket: frames in, actions out.
struct ServerSession {
    private enum State {
        /// CONNECT has not come yet. Without credentials to check, the client may do anything already.
        case opened
        case connected
        case closed
    }

    /// What a frame leads to. The order of the cases' parts is the order of doing.
    enum Action: Equatable {
        case none
        case sendPong
        /// Say `-ERR` and go on.
        case sendError(String)
        /// Say `-ERR` where there is a text, and close.
        case close(error: String?)
        /// `error` is said first where there is one.
        case publish(MessageFrame, error: String?)
        case subscribe(filter: String, queue: ExactString?, identifier: ExactString)
        case unsubscribe(identifier: ExactString, maximum: Int?)
    }

    private var state = State.opened
    private let credentials: Credentials
    private(set) var options = ClientOptions()
    private var unansweredPings = 0
    /// Whether anything came since the last ping timer.
    private var isActive = false

    private static let maximumUnansweredPings = 2

    init(credentials: Credentials) { self.credentials = credentials }

    var isClosed: Bool {
        switch state {
        case .opened, .connected: false
        case .closed: true
        }
    }

    /// Whether the client still has to say who it is.
    var awaitsCredentials: Bool {
        switch state {
        case .opened: credentials.areRequired
        case .connected, .closed: false
        }
    }

    /// `acknowledged` says whether `+OK` is to be sent: before a message is delivered, after everything else.
    mutating func received(_ frame: ClientFrame) -> (action: Action, acknowledged: Bool) {
        isActive = true
        switch state {
        case .closed: return (.none, false)
        case .opened:
            if case .connect(let text) = frame { return connect(text) }
            guard !credentials.areRequired else { return (close("Authorization Violation"), false) }
            return handle(frame)
        case .connected:
            return handle(frame)
        }
    }

    /// The bytes that came are no frame.
    mutating func failed(_ error: WireError) -> Action {
        // What is wrong first counts: headers that were not agreed on.
        if case .payloadTooLarge(_, _, true) = error, !options.takesHeaders { return close(nil) }
        return close(error.serverText)
    }

    /// The time between two pings is over. `true` asks for a PING.
    mutating func pingTimerFired() -> (sendsPing: Bool, action: Action) {
        switch state {
        case .closed: return (false, .none)
        case .opened, .connected:
            if unansweredPings >= Self.maximumUnansweredPings { return (false, close("Stale Connection")) }
            if isActive, unansweredPings == 0 {
                isActive = false
                return (false, .none)
            }
            unansweredPings += 1
            return (true, .none)
        }
    }

    /// The client did not say who it is in time.
    mutating func credentialsTimerFired() -> Action {
        awaitsCredentials ? close("Authentication Timeout") : .none
    }

    /// Too much waits for the client to read.
    mutating func fellBehind() -> Action { close("Slow Consumer") }

    mutating func disconnected() { state = .closed }

    private mutating func close(_ error: String?) -> Action {
        switch state {
        case .closed: return .none
        case .opened, .connected:
            state = .closed
            return .close(error: error)
        }
    }

    private mutating func connect(_ text: ByteBuffer) -> (Action, Bool) {
        guard let options = ClientOptions(text, over: options) else { return (close(nil), false) }
        guard (0...1).contains(options.protocolLevel) else { return (close("invalid client protocol"), false) }
        guard credentials.admit(options) else { return (close("Authorization Violation"), false) }
        if options.takesNoResponders, !options.takesHeaders {
            return (close("no responders requires headers support"), false)
        }
        self.options = options
        state = .connected
        return (.none, options.isVerbose)
    }

    private mutating func handle(_ frame: ClientFrame) -> (Action, Bool) {
        switch frame {
        case .connect(let text): return connect(text)
        case .info(let text): return ((try? RequestFields(info: text)) == nil ? close(nil) : .none, false)
        case .ignored: return (.none, false)
        case .ping: return (.sendPong, false)
        case .pong:
            unansweredPings = 0
            return (.none, false)
        case .publish(let message): return publish(message)
        case .subscribe(let subject, let queue, let identifier):
            guard let filter = ExactString(subject), SubjectRules.isSubscribable(filter.text),
                let identifier = ExactString(identifier)
            else { return (.sendError("Invalid Subject"), false) }
            var group: ExactString?
            if let queue {
                guard let name = ExactString(queue) else { return (.sendError("Invalid Subject"), false) }
                group = name
            }
            return (.subscribe(filter: filter.text, queue: group, identifier: identifier), options.isVerbose)
        case .unsubscribe(let identifier, let maximum):
            guard let identifier = ExactString(identifier) else { return (.none, options.isVerbose) }
            return (.unsubscribe(identifier: identifier, maximum: maximum), options.isVerbose)
        }
    }

    private mutating func publish(_ message: MessageFrame) -> (Action, Bool) {
        if message.hasHeaders, !options.takesHeaders { return (close(nil), false) }
        // The real server goes on with the message after this error.
        let isBad = options.isPedantic && !SubjectRules.isPublishable(message.subject.readableBytesUInt8Span)
        return (.publish(message, error: isBad ? "Invalid Publish Subject" : nil), options.isVerbose)
    }
}
