import NIOCore

/// Names what one caller has under way on a connection, so that it can be given up as a whole: its requests, those that
/// their answers lead to, its listings and its watches.
///
/// A number that is never used twice on one connection. Making one and working under it allocates nothing, and one that
/// is never cancelled needs no end.
package struct CancellationToken: Hashable, Sendable {
    let number: UInt64
}

/// What was under way when a caller gave up.
package struct CancellationReport: Hashable, Sendable {
    /// Requests that were waiting or sent, all of them without a callback from now on.
    package var requests = 0
    /// Those among them that are writes and were on the wire already: each may be carried out or not.
    package var unknownWrites = 0

    /// What to tell the caller: `outcomeUnknown` if a write was on the wire, otherwise `cancelled`.
    package var error: NATSError {
        unknownWrites > 0
            ? NATSError(.outcomeUnknown, "the caller gave up before the acknowledgement came")
            : NATSError(.cancelled, "the caller gave up; nothing was written by what was under way")
    }
}

/// On whose behalf a connection is working.
struct Caller: Hashable {
    /// A token's number; 0 for nobody's.
    var number: UInt64 = 0
    /// A write was sent, and what is read now is to tell whether it is stored.
    var isSettling = false
}

/// Names what is to be done when a caller gives up.
struct CancellationHandlerToken: Hashable {
    fileprivate let caller: UInt64
    fileprivate let number: UInt64
}

/// What there is to do, beside dropping requests, when callers give up; and what is about to be told to callers.
struct CancellationTable {
    private var handlers: [UInt64: [(number: UInt64, handler: () -> Void)]] = [:]
    private var deferred: [UInt64: (caller: Caller, body: () -> Void)] = [:]
    private var last: UInt64 = 0

    var isEmpty: Bool { handlers.isEmpty && deferred.isEmpty }

    private mutating func makeNumber() -> UInt64 {
        last += 1
        return last
    }

    mutating func insert(_ handler: @escaping () -> Void, for caller: UInt64) -> CancellationHandlerToken {
        let number = makeNumber()
        handlers[caller, default: []].append((number, handler))
        return CancellationHandlerToken(caller: caller, number: number)
    }

    mutating func remove(_ token: CancellationHandlerToken) {
        guard var list = handlers[token.caller] else { return }
        list.removeAll { $0.number == token.number }
        handlers[token.caller] = list.isEmpty ? nil : list
    }

    mutating func removeHandlers(of caller: UInt64) -> [() -> Void] {
        handlers.removeValue(forKey: caller)?.map(\.handler) ?? []
    }

    mutating func putOff(_ body: @escaping () -> Void, for caller: Caller) -> UInt64 {
        let number = makeNumber()
        deferred[number] = (caller, body)
        return number
    }

    mutating func takeDeferred(_ number: UInt64) -> (caller: Caller, body: () -> Void)? {
        deferred.removeValue(forKey: number)
    }

    mutating func dropDeferred(of caller: UInt64) {
        guard !deferred.isEmpty else { return }
        deferred = deferred.filter { $0.value.caller.number != caller }
    }
}

extension NATSConnection {
    /// A token that nobody else has.
    package func makeCancellationToken() -> CancellationToken {
        eventLoop.assertInEventLoop()
        lastToken &+= 1
        return CancellationToken(number: lastToken)
    }

    /// Runs `body`: what is begun in it, and in the callbacks of that, belongs to `token`; with `nil` to nobody.
    package func within<Result>(_ token: CancellationToken?, _ body: () -> Result) -> Result {
        within(Caller(number: token?.number ?? 0), body)
    }

    /// Gives up everything that belongs to `token`: no callback of it is made any more, requests are forgotten, consumers
    /// made for it are deleted on the server. Nothing further is to be begun under it.
    /// - Returns: what was under way. A write that was on the wire may be carried out all the same.
    @discardableResult
    package func cancel(_ token: CancellationToken) -> CancellationReport {
        eventLoop.assertInEventLoop()
        lastCancelled = token.number
        let report = outbox.requests.removeAll(of: token)
        cancellations.dropDeferred(of: token.number)
        for handler in cancellations.removeHandlers(of: token.number) { within(nil, handler) }
        checkSettled()
        return report
    }

    /// Whether the caller that is worked for has just given up.
    var isCallerGone: Bool { caller.number != 0 && caller.number == lastCancelled }

    func within<Result>(_ caller: Caller, _ body: () -> Result) -> Result {
        let outer = self.caller
        self.caller = caller
        defer { self.caller = outer }
        return body()
    }

    /// Runs `body`, which reads what became of a write that was sent.
    func settling(_ isSettling: Bool = true, _ body: () -> Void) {
        within(Caller(number: caller.number, isSettling: isSettling), body)
    }

    /// Calls `handler` when the caller that is worked for gives up.
    /// - Returns: what to give to `forget` once there is nothing left to give up.
    func onCancel(_ handler: @escaping () -> Void) -> CancellationHandlerToken? {
        caller.number == 0 ? nil : cancellations.insert(handler, for: caller.number)
    }

    func forget(_ token: CancellationHandlerToken?) {
        if let token { cancellations.remove(token) }
    }

    /// Runs `body` for the caller that is worked for at `deadline`; not at all if it gives up before.
    func schedule(at deadline: NIODeadline, _ body: @escaping () -> Void) {
        let number = cancellations.putOff(body, for: caller)
        eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [self] in runDeferred(number) }
    }

    /// Runs `body` for the caller that is worked for, later in this turn of the loop; not at all if it gives up before.
    func later(_ body: @escaping () -> Void) { later(caller, body) }

    func later(_ caller: Caller, _ body: @escaping () -> Void) {
        let number = cancellations.putOff(body, for: caller)
        eventLoop.assumeIsolated().execute { [self] in runDeferred(number) }
    }

    private func runDeferred(_ number: UInt64) {
        guard let (caller, body) = cancellations.takeDeferred(number) else { return }
        within(caller, body)
    }
}
