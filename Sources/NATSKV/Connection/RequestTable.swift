import NIOCore

/// What is to be asked, kept until it is answered so that it can be sent again.
struct Request<Completion> {
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
    }

    var kind: Kind
    /// The subject is these two joined.
    var subjectPrefix: String
    var subject: String
    var headers: [UInt8]?
    var payload: ByteBuffer?
    var deadline: NIODeadline
    /// How often a reply "no responders" leads to another attempt.
    var retries = 0
    /// After this time without an answer it is sent again: for servers in a cluster, where the one that had to answer may
    /// be gone. Only for what may be sent twice.
    var resendInterval: TimeAmount?
    var completion: Completion
    /// On whose behalf it is asked.
    var caller = Caller()
    fileprivate(set) var phase = Phase.waiting
    /// It was sent at least once on some connection, so that it may have had an effect.
    fileprivate(set) var wasSent = false
    /// How often it was sent without being told that nobody answers on the subject.
    fileprivate(set) var openAttempts = 0
    fileprivate(set) var order: UInt64 = 0
    fileprivate var resendAt = NIODeadline.distantFuture

    init(
        kind: Kind,
        subjectPrefix: String = "",
        subject: String,
        headers: [UInt8]? = nil,
        payload: ByteBuffer? = nil,
        deadline: NIODeadline,
        retries: Int = 0,
        resendInterval: TimeAmount? = nil,
        completion: Completion
    ) {
        self.kind = kind
        self.subjectPrefix = subjectPrefix
        self.subject = subject
        self.headers = headers
        self.payload = payload
        self.deadline = deadline
        self.retries = retries
        self.resendInterval = kind == .write ? nil : resendInterval
        self.completion = completion
    }

    /// It, or what it is to settle, may have changed something.
    var mayHaveWritten: Bool { caller.isSettling || wasSent && kind != .read }

    var size: Int { (headers?.count ?? 0) + (payload?.readableBytes ?? 0) }

    /// - Returns: the size, or `nil` if it was on its way already.
    fileprivate mutating func beginSending() -> Int? {
        openAttempts &+= 1
        if case .sent = phase { return nil }
        phase = .sent
        wasSent = true
        return size
    }
}

/// Names one request; never used twice on one connection object. Its number is what ends the request's inbox.
package struct RequestToken: Hashable, Sendable {
    let number: UInt64

    init(number: UInt64) { self.number = number }
    fileprivate init(slot: Int, generation: UInt32) { number = UInt64(generation) << 16 | UInt64(slot) }
    fileprivate var slot: Int { Int(number & 0xFFFF) }
    fileprivate var generation: UInt32 { UInt32(truncatingIfNeeded: number >> 16) }
}

/// A request that is over without an answer.
struct FailedRequest<Completion> {
    var completion: Completion
    var error: NATSError
    var caller: Caller

    init(_ request: Request<Completion>, _ error: NATSError) {
        completion = request.completion
        caller = request.caller
        self.error = error
    }
}

/// All requests under way on one connection: an array of slots, found by the number in the reply's subject.
///
/// Pure: no clock, no channel. Every completion put in comes out exactly once.
struct RequestTable<Completion> {
    private struct Slot {
        var generation: UInt32 = 0
        var request: Request<Completion>?
    }

    /// What to do for a request after time has passed or the connection was lost.
    enum Outcome {
        case fail(FailedRequest<Completion>)
        case send(RequestToken)
    }

    private var slots: [Slot] = []
    private var free: [UInt16] = []
    private var nextOrder: UInt64 = 0
    private let maximumCount: Int
    private let maximumBytes: Int
    /// Bytes of requests that wait for a connection.
    private var waitingBytes = 0
    /// Requests sent and not answered.
    private(set) var sentCount = 0
    private(set) var count = 0
    /// No request's deadline or pause ends before this.
    private(set) var earliest = NIODeadline.distantFuture

    init(maximumCount: Int, maximumBytes: Int) {
        self.maximumCount = min(maximumCount, 65_536)
        self.maximumBytes = maximumBytes
    }

    /// Whether a request of this size is taken in.
    func hasRoom(for size: Int) -> Bool {
        count < maximumCount && (waitingBytes + size <= maximumBytes || waitingBytes == 0)
    }

    /// What the request will be named that is inserted next.
    var nextToken: RequestToken {
        guard let index = free.last else { return RequestToken(slot: slots.count, generation: 0) }
        return RequestToken(slot: Int(index), generation: slots[Int(index)].generation)
    }

    /// Takes a request in; `nil` if there are too many, or too many bytes wait.
    /// - Parameter isSent: It is being written to the socket, under the name of `nextToken`.
    mutating func insert(_ request: consuming Request<Completion>, isSent: Bool = false) -> RequestToken? {
        let size = request.size
        guard hasRoom(for: size) else { return nil }
        request.order = nextOrder
        nextOrder &+= 1
        if isSent, request.beginSending() != nil { sentCount += 1 } else { waitingBytes += size }
        count += 1
        if request.deadline < earliest { earliest = request.deadline }
        if let index = free.popLast() {
            slots[Int(index)].request = request
            return RequestToken(slot: Int(index), generation: slots[Int(index)].generation)
        }
        slots.append(Slot(request: request))
        return RequestToken(slot: slots.count - 1, generation: 0)
    }

    /// The request, if it is still under way.
    subscript(token: RequestToken) -> Request<Completion>? {
        guard token.slot < slots.count, slots[token.slot].generation == token.generation else { return nil }
        return slots[token.slot].request
    }

    /// It is being written to the socket.
    mutating func markSent(_ token: RequestToken) {
        let index = token.slot
        guard index < slots.count, slots[index].generation == token.generation,
            let size = slots[index].request?.beginSending()
        else { return }
        waitingBytes -= size
        sentCount += 1
    }

    /// A request that was sent is to be sent again at `time`, unless it is answered before.
    mutating func resend(_ token: RequestToken, at time: NIODeadline) {
        guard token.slot < slots.count, slots[token.slot].generation == token.generation else { return }
        slots[token.slot].request?.resendAt = time
        earliest = min(earliest, time)
    }

    /// Takes a request out.
    mutating func remove(_ token: RequestToken) -> Request<Completion>? {
        let index = token.slot
        guard index < slots.count, slots[index].generation == token.generation else { return nil }
        guard let request = slots[index].request.take() else { return nil }
        slots[index].generation &+= 1
        free.append(UInt16(truncatingIfNeeded: index))
        count -= 1
        if case .sent = request.phase { sentCount -= 1 } else { waitingBytes -= request.size }
        return request
    }

    /// Nobody answered on the request's subject.
    /// - Returns: the failure, or `nil` if the request pauses and is tried again.
    mutating func noResponders(_ token: RequestToken, now: NIODeadline) -> FailedRequest<Completion>? {
        guard let request = self[token] else { return nil }
        slots[token.slot].request?.openAttempts = max(0, request.openAttempts - 1)
        let again = now + .milliseconds(250)
        if request.retries > 0, again < request.deadline {
            slots[token.slot].request?.retries -= 1
            slots[token.slot].request?.phase = .paused(until: again)
            sentCount -= 1
            waitingBytes += request.size
            earliest = min(earliest, again)
            return nil
        }
        guard let request = remove(token) else { return nil }
        let subject = request.subjectPrefix + request.subject
        guard request.kind == .read || request.openAttempts == 0 else {
            // An earlier attempt reached a server that is gone since, and may have been stored.
            let text = "an attempt got no answer, and nobody answers on the subject any more"
            return FailedRequest(request, NATSError(.outcomeUnknown, text, subject: subject))
        }
        return FailedRequest(request, NATSError(.noResponders, "nobody answers on the subject", subject: subject))
    }

    /// The requests that wait for a connection, oldest first.
    func waiting() -> [RequestToken] {
        var found: [(UInt64, RequestToken)] = []
        for (index, slot) in slots.enumerated() {
            guard let request = slot.request, case .waiting = request.phase else { continue }
            found.append((request.order, RequestToken(slot: index, generation: slot.generation)))
        }
        return found.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// The connection is lost: what may be sent again waits, the rest is over.
    mutating func connectionLost(_ cause: NATSError) -> [FailedRequest<Completion>] {
        var failed: [FailedRequest<Completion>] = []
        for index in slots.indices {
            guard let request = slots[index].request, case .sent = request.phase else { continue }
            switch request.kind {
            case .read, .recognisedWrite:
                slots[index].request?.phase = .waiting
                sentCount -= 1
                waitingBytes += request.size
            case .write:
                _ = remove(RequestToken(slot: index, generation: slots[index].generation))
                let subject = request.subjectPrefix + request.subject
                let text = "the connection was lost before the answer came"
                let error = NATSError(.outcomeUnknown, text, subject: subject, underlying: cause)
                failed.append(FailedRequest(request, error))
            }
        }
        return failed
    }

    /// Ends what is over its deadline and sends again what has paused long enough.
    mutating func expire(now: NIODeadline, cause: NATSError?) -> [Outcome] {
        guard now >= earliest else { return [] }
        var outcomes: [Outcome] = []
        var next = NIODeadline.distantFuture
        for index in slots.indices {
            guard let request = slots[index].request else { continue }
            let token = RequestToken(slot: index, generation: slots[index].generation)
            if request.deadline <= now {
                _ = remove(token)
                outcomes.append(.fail(FailedRequest(request, Self.deadlineError(request, cause: cause))))
                continue
            }
            next = min(next, request.deadline)
            switch request.phase {
            case .waiting: break
            case .paused(let until) where until <= now:
                slots[index].request?.phase = .waiting
                outcomes.append(.send(token))
            case .paused(let until): next = min(next, until)
            case .sent where request.resendAt <= now:
                slots[index].request?.resendAt = .distantFuture
                outcomes.append(.send(token))
            case .sent: next = min(next, request.resendAt)
            }
        }
        earliest = next
        return outcomes
    }

    /// The end of everything: all completions with what is known of them.
    mutating func removeAll(_ cause: NATSError) -> [FailedRequest<Completion>] {
        var failed: [FailedRequest<Completion>] = []
        for index in slots.indices {
            guard let request = remove(RequestToken(slot: index, generation: slots[index].generation)) else { continue }
            let isUnknown = request.wasSent && request.kind != .read
            let error =
                isUnknown
                ? NATSError(.outcomeUnknown, "the connection was closed before the answer came", underlying: cause)
                : cause
            failed.append(FailedRequest(request, error))
        }
        earliest = .distantFuture
        return failed
    }

    /// Takes out, without a word, what belongs to `token`.
    mutating func removeAll(of token: CancellationToken) -> CancellationReport {
        var report = CancellationReport()
        guard count > 0 else { return report }
        for index in slots.indices where slots[index].request?.caller.number == token.number {
            guard let request = remove(RequestToken(slot: index, generation: slots[index].generation)) else { continue }
            report.requests += 1
            if request.mayHaveWritten { report.unknownWrites += 1 }
        }
        return report
    }

    /// The request is answered or not, but never sent again. One that was not sent yet is dropped.
    mutating func abandon(_ token: RequestToken) {
        guard let request = self[token] else { return }
        guard request.wasSent, case .sent = request.phase else {
            _ = remove(token)
            return
        }
        slots[token.slot].request?.kind = .write
        slots[token.slot].request?.retries = 0
        slots[token.slot].request?.resendInterval = nil
        slots[token.slot].request?.resendAt = .distantFuture
    }

    private static func deadlineError(_ request: Request<Completion>, cause: NATSError?) -> NATSError {
        let subject = request.subjectPrefix + request.subject
        if request.wasSent, request.kind != .read {
            let text = "the acknowledgement did not come in time"
            return NATSError(.outcomeUnknown, text, subject: subject, underlying: cause)
        }
        if case .sent = request.phase {
            return NATSError(.timeout, "the answer did not come in time", subject: subject)
        }
        return NATSError(.unavailable, "there was no connection in time", subject: subject, underlying: cause)
    }
}
