import NATSWire
import NIOCore

/// What a connection has under way: its requests, and what is written for them and not given to the socket.
///
/// Knows no socket and no clock. All of it is one value, so that one request takes one access to the connection.
struct Outbox {
    /// What becomes of a request made now.
    enum Gate {
        /// It is written at once.
        case open
        /// It waits for a connection.
        case shut
        /// It fails.
        case closed
    }

    struct Begun {
        enum Step {
            /// It is written: the socket is to be told.
            case written
            case waits
            /// The answer to an equal request will be its answer.
            case joined
        }

        var token: RequestToken
        var step: Step
        /// Its deadline is the first one of all.
        var isEarliest: Bool
    }

    var requests: RequestTable
    /// What is written in this turn of the loop.
    var bytes = ByteBuffer()
    /// What is not in the hands of the socket. A read that joined one that is could miss a write that was acknowledged
    /// before, and one that joined a read in front of a write of this connection could miss that.
    private var joinable = JoinableReads()
    var gate = Gate.shut
    /// The largest message that the server takes, headers included.
    var maximumPayload = 1_048_576
    /// What requests of a caller carry besides their own headers, by the number of its token.
    var callerHeaders: [UInt64: HeaderLines] = [:]
    /// What the subjects of all replies begin with.
    let inbox: [UInt8]
    private let maximumBytes: Int

    init(_ configuration: NATSConfiguration, inbox: String) {
        requests = RequestTable(
            maximumCount: configuration.maximumRequests,
            maximumBytes: configuration.maximumPendingBytes
        )
        maximumBytes = configuration.maximumPendingBytes
        self.inbox = Array(inbox.utf8)
    }

    /// Whether so much waits for the socket that nothing more may be added.
    var isCongested: Bool { bytes.readableBytes > maximumBytes }

    /// Takes a request in and writes it, if that is possible now and it needs no time to be sent again at.
    mutating func begin(_ request: consuming Request) throws(NATSError) -> Begun {
        if !callerHeaders.isEmpty, let lines = callerHeaders[request.caller.number] { request.exchange.add(lines) }
        if let error = refusal(of: request.exchange) { throw error }
        let isEarliest = request.deadline < requests.earliest
        let hash = request.exchange.sharingHash
        if let hash, let token = join(request, hash) {
            return Begun(token: token, step: .joined, isEarliest: isEarliest)
        }
        let isWritten = gate == .open && request.resendInterval == nil
        // Written before it is put into the table: to take it out again for that would copy it.
        if isWritten { request.exchange.write(reply: inbox, requests.nextToken, to: &bytes) }
        if request.kind != .read { joinable.removeAll() }
        let token = requests.add(consume request, isSent: isWritten)
        if let hash { joinable.insert(token, hash: hash) }
        return Begun(token: token, step: isWritten ? .written : .waits, isEarliest: isEarliest)
    }

    private mutating func join(_ request: borrowing Request, _ hash: UInt32) -> RequestToken? {
        let exchange = request.exchange
        let leader = joinable.first(hash: hash) { requests[$0]?.exchange.asksTheSame(as: exchange) ?? false }
        return leader.flatMap { requests.join(copy request, to: $0) }
    }

    private func refusal(of exchange: any Exchange) -> NATSError? {
        let size = exchange.size
        if gate == .closed { return NATSError(.closed, "the connection is closed", subject: exchange.subject) }
        if size > maximumPayload {
            let text = "\(size) bytes with headers, the server takes \(maximumPayload)"
            return NATSError(.valueTooLarge, text, subject: exchange.subject)
        }
        if isCongested || !requests.hasRoom(for: size) {
            return NATSError(.unavailable, "too many requests are under way")
        }
        return nil
    }

    /// Writes a request, if it is still in the table.
    mutating func write(_ token: RequestToken, now: @autoclosure () -> NIODeadline) -> Bool {
        guard let request = requests[token] else { return false }
        request.exchange.write(reply: inbox, token, to: &bytes)
        if request.kind != .read { joinable.removeAll() }
        requests.markSent(token)
        if let interval = request.resendInterval { requests.resend(token, at: now() + interval) }
        return true
    }

    /// Writes a message that nobody answers.
    mutating func publish(_ subject: String, reply: String?, headers: [UInt8]?, payload: ByteBuffer?) {
        joinable.removeAll()
        FrameEncoder.publish(subject, reply: reply, headers: headers, payload: payload, to: &bytes)
    }

    /// The socket has taken all that is written.
    mutating func flushed() {
        bytes.clear()
        joinable.removeAll()
    }

    /// The connection is lost: what may be sent again waits, the rest is over.
    mutating func connectionLost(_ cause: NATSError) -> [FailedRequest] {
        joinable.removeAll()
        return requests.connectionLost(cause)
    }
}
