/// One HTTP/1 connection: which request is being read, answered or streamed, and what follows.
///
/// Knows no channel, clock or task. One request is in work at a time; the handler keeps what comes after it. The state
/// is numbers only, so that the compiler sees that a transition runs no other code, and checks no access to it.
struct HTTPConnectionMachine {
    enum State: Equatable {
        /// Between two requests, no byte of the next one seen.
        case idle
        /// Bytes of a head have come, not all of it.
        case head
        case body(received: Int)
        /// The request is complete and no byte of its answer is out.
        case answering
        /// The head of a stream is out and its end is not.
        case streaming
        /// The last answer is out; what still comes is thrown away until the client closes.
        case lingering
        case closed
    }

    private(set) var state = State.idle
    private var keepAlive = true
    private var inputClosed = false
    private var stopping = false
    /// The parser refused what came behind a request that is still being answered.
    private var hasUnreadable = false
    let bodyLimit: Int

    init(bodyLimit: Int) { self.bodyLimit = bodyLimit }

    /// Whether the parts of another request may be taken up.
    var takesParts: Bool {
        switch state {
        case .idle, .head, .body, .lingering, .closed: true
        case .answering, .streaming: false
        }
    }

    /// Whether a part of a request is there and the rest is to come.
    var isWithinRequest: Bool {
        switch state {
        case .head, .body: true
        case .idle, .answering, .streaming, .lingering, .closed: false
        }
    }

    // MARK: What comes in

    /// Bytes came where a head is expected. True where the time for the head begins now.
    mutating func headBytes() -> Bool {
        guard state == .idle else { return false }
        state = .head
        return true
    }

    enum HeadAction: Equatable {
        case receive(sendContinue: Bool)
        /// Answer and close: where the next request begins is not known.
        case fail(HTTPFailure)
        case drop
    }

    mutating func head(_ check: Result<RequestHeadCheck, HTTPFailure>) -> HeadAction {
        switch state {
        case .idle, .head: break
        case .body, .answering, .streaming, .lingering, .closed: return .drop
        }
        switch check {
        case .failure(let failure):
            keepAlive = false
            state = .answering
            return .fail(failure)
        case .success(let facts):
            keepAlive = facts.keepAlive && !stopping
            state = .body(received: 0)
            return .receive(sendContinue: facts.expectsContinue && facts.contentLength != 0)
        }
    }

    enum BodyAction: Equatable { case keep, refuse, drop }

    /// A part of a body. One that is larger than the limit is to be refused.

    mutating func body(bytes: Int) -> BodyAction {
        guard case .body(let received) = state else { return .drop }
        guard bytes <= bodyLimit - received else {
            keepAlive = false
            state = .answering
            return .refuse
        }
        state = .body(received: received + bytes)
        return .keep
    }

    enum EndAction: Equatable { case dispatch, drop }

    mutating func end() -> EndAction {
        guard case .body = state else { return .drop }
        state = .answering
        return .dispatch
    }

    enum FailureAction: Equatable {
        case refuse, close
        /// `answered` says when it is to be refused.
        case wait
    }

    /// The parser met what it cannot read; nothing after it will be.
    mutating func parserFailed() -> FailureAction {
        switch state {
        case .idle, .head, .body:
            keepAlive = false
            if inputClosed {
                state = .closed
                return .close
            }
            state = .answering
            return .refuse
        case .answering, .streaming:
            if !inputClosed { hasUnreadable = true }
            return .wait
        case .lingering, .closed:
            return .wait
        }
    }

    enum InputClosedAction: Equatable { case wait, close, cancel }

    /// The client sends no more. A request in work is still answered; a stream has nobody left to read it.
    mutating func clientClosedInput() -> InputClosedAction {
        inputClosed = true
        keepAlive = false
        switch state {
        case .answering: return .wait
        case .streaming:
            state = .closed
            return .cancel
        case .idle, .head, .body, .lingering, .closed:
            state = .closed
            return .close
        }
    }

    // MARK: What goes out

    /// What the answer must say about the connection.
    var closesAfterAnswer: Bool { !keepAlive || stopping }

    mutating func streamStarted() {
        if state == .answering { state = .streaming }
    }

    /// The connection speaks another protocol from now on: nothing more comes or goes here.
    mutating func upgraded() -> Bool {
        guard state == .answering, !inputClosed else { return false }
        state = .closed
        return true
    }

    enum AnsweredAction: Equatable {
        case next
        /// What came behind the request just answered could not be read.
        case refuseUnreadable
        /// Close for writing now and wholly when the client does.
        case linger
        case close
    }

    /// The answer is written. `said` is what it said about the connection.
    mutating func answered(closing said: Bool) -> AnsweredAction {
        switch state {
        case .answering, .streaming: break
        case .idle, .head, .body, .lingering, .closed: return .close
        }
        if hasUnreadable, !said {
            hasUnreadable = false
            keepAlive = false
            state = .answering
            return .refuseUnreadable
        }
        guard said || closesAfterAnswer else {
            state = .idle
            return .next
        }
        if inputClosed {
            state = .closed
            return .close
        }
        state = .lingering
        return .linger
    }

    // MARK: Time and the end

    enum TimeoutAction: Equatable { case none, close, refuse, deadline }

    mutating func timedOut() -> TimeoutAction {
        switch state {
        case .idle, .lingering:
            state = .closed
            return .close
        case .head, .body:
            keepAlive = false
            state = .answering
            return .refuse
        case .answering: return .deadline
        case .streaming, .closed: return .none
        }
    }

    enum StopAction: Equatable { case none, close, endStream }

    /// The server stops: what is in work is finished, nothing new begins.
    mutating func stop() -> StopAction {
        stopping = true
        switch state {
        case .idle, .head:
            state = .closed
            return .close
        case .streaming: return .endStream
        case .body, .answering, .lingering, .closed: return .none
        }
    }

    mutating func channelClosed() { state = .closed }
}
