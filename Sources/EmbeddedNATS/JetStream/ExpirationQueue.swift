/// Messages that end at a time of their own, soonest first.
struct ExpirationQueue {
    private var queue = TimerQueue<UInt64>()

    /// When the first one ends, in nanoseconds since 1970.
    var nextTime: Int64? { queue.nextTime }

    mutating func insert(_ sequence: UInt64, at time: Int64) { queue.insert(sequence, at: time) }

    /// Takes one message that ended at `now` or before. It may be gone already.
    mutating func popExpired(now: Int64) -> UInt64? { queue.popDue(now: now) }
}
