/// One reader of a stream: where it stands, what it waits for, and what it delivers next. Knows no socket and no clock.
struct Consumer {
    /// A message on its way to a client that must acknowledge it.
    struct Unacknowledged: Sendable {
        var consumerSequence: UInt64
        var deliveries: UInt64
        /// When it is delivered again, in nanoseconds since 1970.
        var deadline: Int64
    }

    /// A consumer's message numbers, its own and the stream's.
    struct Place: Sendable, Equatable {
        var consumer: UInt64 = 0
        var stream: UInt64 = 0
        /// Nanoseconds since 1970; 0 for never.
        var time: Int64 = 0
    }

    var configuration: ConsumerConfiguration
    let name: String
    var created: Int64
    /// Tells apart consumers that had the same name one after the other.
    let identity: UInt64
    var filter: ConsumerFilter
    /// The stream sequence number to look at next.
    var nextSequence: UInt64
    /// What is left of the newest messages of all subjects when the consumer was made, last one first.
    var initial: [UInt64] = []
    /// The initial set reaches up to here.
    var initialEnd: UInt64 = 0
    /// How many messages are left to deliver for the first time.
    var pending = 0
    var delivered = Place()
    var acknowledged = Place()
    var unacknowledged: [UInt64: Unacknowledged] = [:]
    /// The numbers in `unacknowledged`, and some that are gone from it, in ascending order from `oldest` on.
    var deliveryOrder: [UInt64] = []
    var oldest = 0
    /// No acknowledgement is overdue before this.
    var soonestDeadline = Int64.max
    /// Stream sequence numbers to deliver again, in order.
    var redeliveries: [UInt64] = []
    var window = FlowWindow()
    /// Whether anybody subscribes to the deliver subject.
    var hasInterest = false
    /// When the last one who was interested went, in nanoseconds since 1970.
    var idleSince: Int64?
    var lastSent: Int64
    var requests: [PullRequest] = []
    /// When this consumer's timer is set to fire.
    var armedFor: Int64?

    init(
        _ configuration: ConsumerConfiguration,
        name: String,
        identity: UInt64,
        stream: Stream,
        now: Int64
    ) {
        self.configuration = configuration
        self.name = name
        self.identity = identity
        created = now
        lastSent = now
        idleSince = now
        filter = ConsumerFilter(configuration.filters)
        nextSequence = 1
        start(in: stream)
    }

    private mutating func start(in stream: Stream) {
        let next = stream.position.last + 1
        switch configuration.deliverPolicy {
        case .all: nextSequence = stream.position.first
        case .new: nextSequence = next
        case .last: nextSequence = filter.newest(in: stream).last ?? next
        case .byStartSequence: nextSequence = max(configuration.startSequence, stream.position.first)
        case .byStartTime:
            nextSequence = next
            let time = configuration.startTime ?? 0
            stream.index.forEach { entry in
                guard entry.time >= time else { return true }
                nextSequence = entry.sequence
                return false
            }
        case .lastPerSubject:
            initial = filter.newest(in: stream).reversed()
            initialEnd = stream.position.last
            nextSequence = initial.last ?? next
            pending = initial.count
            setStartingPlace(next: nextSequence)
            return
        }
        pending = filter.count(in: stream, from: nextSequence)
        setStartingPlace(next: nextSequence)
    }

    private mutating func setStartingPlace(next: UInt64) {
        delivered.stream = next > 0 ? next - 1 : 0
        acknowledged.stream = delivered.stream
    }

    // MARK: - What happens in the stream

    /// A message that the filter stands for was stored.
    mutating func stored(_ sequence: UInt64) {
        if sequence >= nextSequence { pending += 1 }
    }

    /// Whether the message, which the filter stands for, still has to be delivered or acknowledged.
    func wants(_ sequence: UInt64) -> Bool {
        if sequence < nextSequence { return unacknowledged[sequence] != nil }
        return sequence > initialEnd || isInInitialSet(sequence)
    }

    mutating func update(_ configuration: ConsumerConfiguration, in stream: Stream) {
        self.configuration = configuration
        filter = ConsumerFilter(configuration.filters)
        if initial.isEmpty { pending = filter.count(in: stream, from: nextSequence) }
    }

    /// A message that the filter stands for is gone.
    mutating func removed(_ sequence: UInt64, subject: ExactString) {
        if !unacknowledged.isEmpty { unacknowledged[sequence] = nil }
        guard sequence >= nextSequence else { return }
        if sequence <= initialEnd {
            guard isInInitialSet(sequence) else { return }
        }
        pending = max(0, pending - 1)
    }

    private func isInInitialSet(_ sequence: UInt64) -> Bool {
        var low = 0
        var high = initial.count
        while low < high {
            let middle = low + (high - low) / 2
            if initial[middle] > sequence { low = middle + 1 } else { high = middle }
        }
        return low < initial.count && initial[low] == sequence
    }

    // MARK: - Time

    /// When `timerFired` has something to do next.
    func nextDeadline(now: Int64) -> Int64? {
        var next: Int64?
        func consider(_ time: Int64) { next = min(next ?? time, time) }
        if configuration.isPush {
            if configuration.idleHeartbeat > 0, hasInterest {
                consider(lastSent.adding(saturating: configuration.idleHeartbeat))
            }
        }
        for request in requests {
            if let deadline = request.nextDeadline { consider(deadline) }
        }
        if let idleSince, configuration.inactiveThreshold > 0 {
            consider(idleSince.adding(saturating: configuration.inactiveThreshold))
        }
        if !unacknowledged.isEmpty, soonestDeadline < .max { consider(soonestDeadline) }
        if let pause = configuration.pauseUntil, pause > now { consider(pause) }
        return next
    }

    /// Whether nobody has wanted the consumer for so long that it goes.
    func isAbandoned(now: Int64) -> Bool {
        guard let idleSince, configuration.inactiveThreshold > 0 else { return false }
        return now - idleSince >= configuration.inactiveThreshold
    }

    mutating func setInterest(_ interested: Bool, now: Int64) {
        guard interested != hasInterest else { return }
        hasInterest = interested
        idleSince = interested ? nil : now
        if !interested { window.reset() }
        lastSent = now
    }

    func isPaused(now: Int64) -> Bool { configuration.pauseUntil.map { $0 > now } ?? false }
}
