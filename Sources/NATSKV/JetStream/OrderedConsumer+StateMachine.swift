import NIOCore

/// An ordered consumer: an ephemeral push consumer that is made anew, where the last one stopped, whenever something
/// was missed. Knows no channel and no clock.
///
/// An epoch is the life of one server-side consumer, with an inbox and a name of its own.
struct OrderedConsumerStateMachine {
    /// Where a consumer begins.
    enum Start: Hashable {
        case all
        case lastPerSubject
        case new
        case sequence(UInt64)
    }

    struct Settings {
        var start: Start
        /// Subjects; several are asked for at once where the server can, otherwise all are and the rest is left out here.
        var filters: [String]
        /// The subject that takes in everything of the bucket.
        var everything: String
        /// When the stream was made: another time later means another stream.
        var streamCreated: Timestamp
        var heartbeat = TimeAmount.seconds(5)
        var retryWait = TimeAmount.milliseconds(100)
        var maximumRetryWait = TimeAmount.seconds(1)
    }

    enum Phase {
        case idle
        /// The consumer is being made; messages may come already.
        case creating
        case running(silentUntil: NIODeadline)
        /// The connection is lost.
        case disconnected
        /// After a loss: finding out whether the stream is still the same.
        case checking
        case waiting(until: NIODeadline)
        case ended
    }

    /// What the server said when it made a consumer.
    struct Created: Hashable {
        var pending: UInt64
        var deliveredConsumer: UInt64
        var deliveredStream: UInt64
    }

    enum Action: Equatable {
        /// Subscribe to a new inbox and make a consumer that delivers to it.
        case begin(epoch: UInt64, Start, filters: [String])
        /// Drop the inbox of this epoch and delete its consumer, as far as that is possible.
        case discard(epoch: UInt64)
        /// Ask for the stream's creation time and last sequence.
        case check
        case caughtUp
        /// Send an empty message there, once everything before is processed.
        case answer(String)
        case fail(NATSError.Code)
    }

    enum Delivery: Equatable {
        case deliver
        case drop
    }

    private let settings: Settings
    private(set) var phase = Phase.idle
    private(set) var epoch: UInt64 = 0
    /// The newest stream sequence that was delivered, or from which on nothing was missed.
    private(set) var lastStream: UInt64 = 0
    private var lastConsumer: UInt64 = 0
    private var initialCount: UInt64?
    private(set) var isCaughtUp = false
    /// A consumer was made at least once.
    private(set) var wasCreated = false
    private var filtersOnServer: Bool
    private var streamCreated: Timestamp
    private var isReplaced = false
    private var wait: TimeAmount

    init(settings: Settings) {
        self.settings = settings
        filtersOnServer = true
        streamCreated = settings.streamCreated
        wait = settings.retryWait
        // Nothing is told of what was there: there is nothing to catch up with.
        if case .new = settings.start { isCaughtUp = true }
    }

    /// When `tick` is to be called at the latest.
    var deadline: NIODeadline? {
        switch phase {
        case .running(let until), .waiting(let until): until
        case .idle, .creating, .disconnected, .checking, .ended: nil
        }
    }

    // MARK: Beginning

    mutating func start() -> [Action] {
        guard case .idle = phase else { return [] }
        return begin()
    }

    private mutating func begin() -> [Action] {
        epoch += 1
        lastConsumer = 0
        initialCount = nil
        phase = .creating
        let filters = settings.filters.count == 1 || filtersOnServer ? settings.filters : [settings.everything]
        return [.begin(epoch: epoch, resumption, filters: filters)]
    }

    private var resumption: Start {
        if isReplaced, !isSnapshotDone { return .lastPerSubject }
        if lastStream == 0 { return resumptionOfNothing }
        // While the first picture is incomplete, older revisions of its keys are not wanted.
        if !isSnapshotDone, settings.start == .lastPerSubject { return .lastPerSubject }
        return .sequence(lastStream == .max ? .max : lastStream + 1)
    }

    /// Where to go on when no message has come yet. A complete picture without a message means that there was none:
    /// everything from the first sequence on is new then, and its older revisions are wanted too.
    private var resumptionOfNothing: Start {
        if isReplaced { return .sequence(1) }
        switch settings.start {
        case .lastPerSubject: return isSnapshotDone ? .sequence(1) : .lastPerSubject
        case .new: return wasCreated ? .sequence(1) : .new
        case .all, .sequence: return settings.start
        }
    }

    /// The picture at the start, or after the stream was replaced, is complete.
    private var isSnapshotDone: Bool { isReplaced ? isReplacedCaughtUp : isCaughtUp }
    private var isReplacedCaughtUp = false

    mutating func created(_ reply: Created, epoch: UInt64, now: NIODeadline) -> [Action] {
        guard epoch == self.epoch, case .creating = phase else { return [] }
        wasCreated = true
        wait = settings.retryWait
        phase = .running(silentUntil: now + silence)
        if settings.start == .new, lastStream == 0, lastConsumer == 0 { lastStream = reply.deliveredStream }
        let (total, overflow) = reply.pending.addingReportingOverflow(reply.deliveredConsumer)
        initialCount = overflow ? reply.pending : total
        return checkCaughtUp(pending: nil)
    }

    mutating func createFailed(_ error: NATSError, epoch: UInt64, now: NIODeadline) -> [Action] {
        guard epoch == self.epoch, case .creating = phase else { return [] }
        // Several filters in one consumer: unknown to the server, or overlapping. The rest is left out here then.
        if settings.filters.count > 1, filtersOnServer, error.code == .jetStream {
            filtersOnServer = false
            return [.discard(epoch: epoch)] + begin()
        }
        guard wasCreated else {
            phase = .ended
            return [.discard(epoch: epoch), .fail(error.code)]
        }
        return [.discard(epoch: epoch)] + retry(now: now)
    }

    private mutating func retry(now: NIODeadline) -> [Action] {
        phase = .waiting(until: now + wait)
        wait = min(wait + wait, settings.maximumRetryWait)
        return []
    }

    private var silence: TimeAmount { settings.heartbeat * 2 + .seconds(1) }

    // MARK: What the consumer sends

    /// - Returns: what to do with the message, and then.
    mutating func received(
        consumerSequence: UInt64,
        streamSequence: UInt64,
        pending: UInt64,
        epoch: UInt64,
        now: NIODeadline
    ) -> (Delivery, [Action]) {
        guard epoch == self.epoch else { return (.drop, []) }
        switch phase {
        case .idle, .disconnected, .checking, .waiting, .ended: return (.drop, [])
        case .creating: break
        case .running: phase = .running(silentUntil: now + silence)
        }
        guard consumerSequence == lastConsumer &+ 1 else { return (.drop, restart()) }
        lastConsumer = consumerSequence
        let isNew = streamSequence > lastStream
        if isNew { lastStream = streamSequence }
        return (isNew ? .deliver : .drop, checkCaughtUp(pending: pending))
    }

    mutating func receivedHeartbeat(
        lastConsumer: UInt64?,
        stalled: String?,
        epoch: UInt64,
        now: NIODeadline
    ) -> [Action] {
        guard epoch == self.epoch, case .running = phase else { return [] }
        phase = .running(silentUntil: now + silence)
        if let lastConsumer, lastConsumer != self.lastConsumer { return restart() }
        return stalled.map { [.answer($0)] } ?? []
    }

    mutating func receivedFlowControl(_ subject: String, epoch: UInt64) -> [Action] {
        guard epoch == self.epoch else { return [] }
        switch phase {
        case .creating, .running: return [.answer(subject)]
        case .idle, .disconnected, .checking, .waiting, .ended: return []
        }
    }

    private mutating func checkCaughtUp(pending: UInt64?) -> [Action] {
        guard !isSnapshotDone else { return [] }
        guard pending == 0 || initialCount.map({ lastConsumer >= $0 }) ?? false else { return [] }
        if isReplaced { isReplacedCaughtUp = true }
        guard !isCaughtUp else { return [] }
        isCaughtUp = true
        return [.caughtUp]
    }

    private mutating func restart() -> [Action] {
        [.discard(epoch: epoch)] + begin()
    }

    // MARK: The connection and time

    mutating func disconnected() -> [Action] {
        switch phase {
        case .idle, .ended: return []
        case .creating where !wasCreated: return []
        case .creating, .running, .checking, .waiting, .disconnected:
            phase = .disconnected
            return []
        }
    }

    /// The connection is back. The server may have been another one, or have lost what it had.
    mutating func resumed() -> [Action] {
        switch phase {
        case .idle, .ended: return []
        case .creating where !wasCreated: return [.discard(epoch: epoch)] + begin()
        case .creating, .running, .checking, .waiting, .disconnected:
            phase = .checking
            return [.discard(epoch: epoch), .check]
        }
    }

    mutating func checked(created: Timestamp, lastSequence: UInt64) -> [Action] {
        guard case .checking = phase else { return [] }
        if created != streamCreated || lastSequence < lastStream {
            // Another stream, or one that lost its end: sequences mean something else now.
            streamCreated = created
            lastStream = 0
            isReplaced = true
            isReplacedCaughtUp = false
        }
        return begin()
    }

    mutating func checkFailed(now: NIODeadline) -> [Action] {
        guard case .checking = phase else { return [] }
        return retry(now: now)
    }

    mutating func tick(now: NIODeadline) -> [Action] {
        guard let deadline, now >= deadline else { return [] }
        switch phase {
        case .waiting:
            phase = .checking
            return [.check]
        case .running: return restart()
        case .idle, .creating, .disconnected, .checking, .ended: return []
        }
    }

    mutating func cancel() -> [Action] {
        switch phase {
        case .ended: return []
        case .idle:
            phase = .ended
            return []
        case .creating, .running, .disconnected, .checking, .waiting:
            phase = .ended
            return [.discard(epoch: epoch)]
        }
    }
}
