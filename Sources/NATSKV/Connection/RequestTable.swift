import NIOCore

/// All requests under way on one connection: an array of slots, found by the number in the reply's subject.
///
/// Pure: no clock, no channel. Every exchange put in comes out exactly once.
struct RequestTable {
    struct Slot {
        var generation: UInt32 = 0
        var request: Request?
        /// The ring of the requests that share an answer; a request that shares with nobody is a ring of its own.
        var next: Int
        var previous: Int
    }

    /// What to do for a request after time has passed or the connection was lost.
    enum Outcome {
        case fail(FailedRequest)
        case send(RequestToken)
    }

    var slots: [Slot] = []
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
    mutating func insert(_ request: consuming Request) -> RequestToken? {
        hasRoom(for: request.exchange.size) ? add(request, isSent: false) : nil
    }

    /// Takes a request in for which there is room.
    /// - Parameter isSent: It is being written to the socket, under the name of `nextToken`.
    mutating func add(_ request: consuming Request, isSent: Bool) -> RequestToken {
        if isSent, request.beginSending() { sentCount += 1 } else { waitingBytes += request.exchange.size }
        return occupy(consume request)
    }

    /// Puts a request into a free slot.
    mutating func occupy(_ request: consuming Request) -> RequestToken {
        request.order = nextOrder
        nextOrder &+= 1
        count += 1
        if request.deadline < earliest { earliest = request.deadline }
        if let index = free.popLast() {
            slots[Int(index)].request = consume request
            return RequestToken(slot: Int(index), generation: slots[Int(index)].generation)
        }
        let index = slots.count
        slots.append(Slot(request: request, next: index, previous: index))
        return RequestToken(slot: index, generation: 0)
    }

    /// The request, if it is still under way.
    subscript(token: RequestToken) -> Request? {
        guard token.slot < slots.count, slots[token.slot].generation == token.generation else { return nil }
        return slots[token.slot].request
    }

    /// It is being written to the socket.
    mutating func markSent(_ token: RequestToken) {
        let index = token.slot
        guard index < slots.count, slots[index].generation == token.generation,
            let exchange = slots[index].request?.exchange, slots[index].request?.beginSending() == true
        else { return }
        waitingBytes -= exchange.size
        sentCount += 1
    }

    /// A request that was sent is to be sent again at `time`, unless it is answered before.
    mutating func resend(_ token: RequestToken, at time: NIODeadline) {
        guard token.slot < slots.count, slots[token.slot].generation == token.generation else { return }
        slots[token.slot].request?.resendAt = time
        earliest = min(earliest, time)
    }

    /// Takes a request out. Where others share its answer, the next of them goes on under its token.
    mutating func remove(_ token: RequestToken) -> Request? {
        let index = token.slot
        guard index < slots.count, slots[index].generation == token.generation else { return nil }
        if slots[index].next != index { return leaveRing(index) }
        guard let request = vacate(index) else { return nil }
        if case .sent = request.phase { sentCount -= 1 } else { waitingBytes -= request.exchange.size }
        return request
    }

    /// Takes a request out whose answer came.
    ///
    /// Where no other answer can come, the slot's next request has the same token, hence the same subject for its answer:
    /// nats-server remembers who listens to a subject, for 1,024 subjects at a time, and need not look for it again.
    mutating func answered(_ token: RequestToken) -> Request? {
        guard let request = remove(token) else { return nil }
        let index = token.slot
        if slots[index].request == nil, request.openAttempts == 1, request.exchange.isAnsweredOnce {
            slots[index].generation = token.generation
        }
        return request
    }

    /// Empties a slot, whose token is used up.
    mutating func vacate(_ index: Int) -> Request? {
        guard let request = slots[index].request.take() else { return nil }
        slots[index].generation &+= 1
        free.append(UInt16(truncatingIfNeeded: index))
        count -= 1
        return request
    }

    /// Nobody answered on the request's subject.
    /// - Returns: the failures of the request and of those that share its answer; none if it is tried again.
    mutating func noResponders(_ token: RequestToken, now: NIODeadline) -> [FailedRequest] {
        guard let first = self[token] else { return [] }
        slots[token.slot].request?.openAttempts = max(0, first.openAttempts - 1)
        // It was sent twice, and this is the second one's answer.
        if case .paused = first.phase { return [] }
        let again = now + .milliseconds(250)
        var failed: [FailedRequest] = []
        while let request = self[token] {
            if request.retries > 0, again < request.deadline {
                slots[token.slot].request?.retries -= 1
                slots[token.slot].request?.phase = .paused(until: again)
                sentCount -= 1
                waitingBytes += request.exchange.size
                earliest = min(earliest, again)
                break
            }
            _ = remove(token)
            failed.append(FailedRequest(request, Self.noRespondersError(request)))
        }
        return failed
    }

    private static func noRespondersError(_ request: Request) -> NATSError {
        let subject = request.exchange.subject
        guard request.kind == .read || request.openAttempts == 0 else {
            // An earlier attempt reached a server that is gone since, and may have been stored.
            let text = "an attempt got no answer, and nobody answers on the subject any more"
            return NATSError(.outcomeUnknown, text, subject: subject)
        }
        return NATSError(.noResponders, "nobody answers on the subject", subject: subject)
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

    /// The requests that wait for an answer.
    func sent() -> [RequestToken] {
        slots.enumerated().compactMap { index, slot in
            guard let request = slot.request, case .sent = request.phase else { return nil }
            return RequestToken(slot: index, generation: slot.generation)
        }
    }

    /// The connection is lost: what may be sent again waits, the rest is over.
    mutating func connectionLost(_ cause: NATSError) -> [FailedRequest] {
        var failed: [FailedRequest] = []
        for index in slots.indices {
            guard let request = slots[index].request, case .sent = request.phase else { continue }
            switch request.kind {
            case .read, .recognisedWrite:
                slots[index].request?.phase = .waiting
                sentCount -= 1
                waitingBytes += request.exchange.size
            case .write:
                _ = remove(RequestToken(slot: index, generation: slots[index].generation))
                let subject = request.exchange.subject
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
            let token = RequestToken(slot: index, generation: slots[index].generation)
            // More than once where the next of those that share an answer takes the place of one that is over.
            while let request = slots[index].request, request.deadline <= now {
                let error = deadlineError(request, cause: cause)
                _ = remove(token)
                outcomes.append(.fail(FailedRequest(request, error)))
            }
            guard let request = slots[index].request else { continue }
            next = min(next, request.deadline)
            switch request.phase {
            case .waiting, .joined: break
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
    mutating func removeAll(_ cause: NATSError) -> [FailedRequest] {
        var failed: [FailedRequest] = []
        for index in slots.indices {
            let token = RequestToken(slot: index, generation: slots[index].generation)
            while let request = remove(token) {
                let isUnknown = request.wasSent && request.kind != .read
                let error =
                    isUnknown
                    ? NATSError(.outcomeUnknown, "the connection was closed before the answer came", underlying: cause)
                    : cause
                failed.append(FailedRequest(request, error))
            }
        }
        earliest = .distantFuture
        return failed
    }

    /// Takes out, without a word, what belongs to `token`.
    mutating func removeAll(of token: CancellationToken) -> CancellationReport {
        var report = CancellationReport()
        guard count > 0 else { return report }
        for index in slots.indices {
            while let request = slots[index].request, request.caller.number == token.number {
                _ = remove(RequestToken(slot: index, generation: slots[index].generation))
                report.requests += 1
                if request.mayHaveWritten { report.unknownWrites += 1 }
            }
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

    private func deadlineError(_ request: Request, cause: NATSError?) -> NATSError {
        let subject = request.exchange.subject
        if request.wasSent, request.kind != .read {
            let text = "the acknowledgement did not come in time"
            return NATSError(.outcomeUnknown, text, subject: subject, underlying: cause)
        }
        if isOnItsWay(request) {
            return NATSError(.timeout, "the answer did not come in time", subject: subject)
        }
        return NATSError(.unavailable, "there was no connection in time", subject: subject, underlying: cause)
    }
}
