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
        var token: RequestToken
        /// It is written: the socket is to be told.
        var isWritten: Bool
        /// Its deadline is the first one of all.
        var isEarliest: Bool
    }

    var requests: RequestTable
    /// What is written in this turn of the loop.
    var bytes = ByteBuffer()
    var gate = Gate.shut
    /// The largest message that the server takes, headers included.
    var maximumPayload = 1_048_576
    /// What the subjects of all replies begin with.
    let inbox: String
    private let maximumBytes: Int

    init(_ configuration: NATSConfiguration, inbox: String) {
        requests = RequestTable(
            maximumCount: configuration.maximumRequests,
            maximumBytes: configuration.maximumPendingBytes
        )
        maximumBytes = configuration.maximumPendingBytes
        self.inbox = inbox
    }

    /// Whether so much waits for the socket that nothing more may be added.
    var isCongested: Bool { bytes.readableBytes > maximumBytes }

    /// Takes a request in and writes it, if that is possible now and it needs no time to be sent again at.
    mutating func begin(_ request: borrowing Request) throws(NATSError) -> Begun {
        if let error = refusal(of: request.exchange) { throw error }
        let isWritten = gate == .open && request.resendInterval == nil
        // Written before it is put into the table: to take it out again for that would copy it.
        if isWritten { request.exchange.write(reply: inbox, requests.nextToken, to: &bytes) }
        let isEarliest = request.deadline < requests.earliest
        let token = requests.add(copy request, isSent: isWritten)
        return Begun(token: token, isWritten: isWritten, isEarliest: isEarliest)
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
        requests.markSent(token)
        if let interval = request.resendInterval { requests.resend(token, at: now() + interval) }
        return true
    }
}
