import NIOCore

/// What is to be asked, kept until it is answered so that it can be sent again.
///
/// All but the exchange are plain numbers, so that moving a request counts no references.
struct Request {
    enum Kind {
        /// Changes nothing: may be sent again after a loss of the connection.
        case read
        /// Carries a `Nats-Msg-Id`, so that the server recognises it when it is sent again.
        case recognisedWrite
        /// Must not be sent twice.
        case write
    }

    enum Phase {
        case waiting
        case sent
        /// Nobody answered on the subject; tried again at this time.
        case paused(until: NIODeadline)
        /// Is never sent itself: the answer to the equal request in this slot is its answer too.
        case joined(slot: Int)
    }

    let exchange: any Exchange
    var kind: Kind
    var deadline: NIODeadline
    /// How often a reply "no responders" leads to another attempt.
    var retries: Int
    /// After this time without an answer it is sent again: for servers in a cluster, where the one that had to answer may
    /// be gone. Only for what may be sent twice.
    var resendInterval: TimeAmount?
    /// Others wait for its answer.
    var isShared = false
    /// On whose behalf it is asked.
    var caller = Caller()
    var phase = Phase.waiting
    /// It was sent at least once on some connection, so that it may have had an effect.
    private(set) var wasSent = false
    /// How often it was sent without being told that nobody answers on the subject.
    var openAttempts = 0
    /// Its place among those that wait for a connection.
    var order: UInt64 = 0
    var resendAt = NIODeadline.distantFuture

    init(
        _ exchange: any Exchange,
        kind: Kind,
        deadline: NIODeadline,
        retries: Int = 0,
        resendInterval: TimeAmount? = nil
    ) {
        self.exchange = exchange
        self.kind = kind
        self.deadline = deadline
        self.retries = retries
        self.resendInterval = kind == .write ? nil : resendInterval
    }

    init(
        kind: Kind,
        subjectPrefix: String = "",
        subject: String,
        headers: [UInt8]? = nil,
        payload: ByteBuffer? = nil,
        deadline: NIODeadline,
        retries: Int = 0,
        resendInterval: TimeAmount? = nil,
        completion: @escaping (NATSConnection.Reply) -> Void
    ) {
        let call = Call(
            subjectPrefix: subjectPrefix,
            subject: subject,
            headers: headers,
            payload: payload,
            completion: completion
        )
        self.init(call, kind: kind, deadline: deadline, retries: retries, resendInterval: resendInterval)
    }

    /// It, or what it is to settle, may have changed something.
    var mayHaveWritten: Bool { caller.isSettling || wasSent && kind != .read }

    /// Goes on where `leader` leaves, whose answer it waits for: the frame that asks for both names the leader's slot.
    mutating func takeOver(from leader: Request) {
        phase = leader.phase
        wasSent = leader.wasSent
        openAttempts = leader.openAttempts
        order = leader.order
        resendAt = leader.resendAt
        retries = leader.retries
        resendInterval = leader.resendInterval
    }

    /// - Returns: `false` if it was on its way already.
    mutating func beginSending() -> Bool {
        openAttempts &+= 1
        if case .sent = phase { return false }
        phase = .sent
        wasSent = true
        return true
    }
}

/// Names one request. Its number is what ends the request's inbox. One that a caller keeps is never used again on the
/// connection object.
package struct RequestToken: Hashable, Sendable {
    let number: UInt64

    init(number: UInt64) { self.number = number }
    init(slot: Int, generation: UInt32) { number = UInt64(generation) << 16 | UInt64(slot) }
    var slot: Int { Int(number & 0xFFFF) }
    var generation: UInt32 { UInt32(truncatingIfNeeded: number >> 16) }
}

/// A request that is over without an answer.
struct FailedRequest {
    var exchange: any Exchange
    var error: NATSError
    var caller: Caller

    init(_ request: Request, _ error: NATSError) {
        exchange = request.exchange
        caller = request.caller
        self.error = error
    }
}
