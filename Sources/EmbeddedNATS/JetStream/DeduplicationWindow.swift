/// The message ids seen within the last while, with the sequence number that each got.
struct DeduplicationWindow: Sendable {
    /// Nanoseconds; 0 keeps nothing.
    var length: Int64
    private var sequences: [ExactString: (sequence: UInt64, time: Int64)] = [:]
    private var order: [(id: ExactString, time: Int64)] = []
    private var head = 0

    init(length: Int64) { self.length = length }

    var count: Int { sequences.count }

    /// The sequence number of the message that had this id, if that is not too long ago.
    mutating func sequence(of id: ExactString, now: Int64) -> UInt64? {
        expire(now: now)
        return sequences[id]?.sequence
    }

    mutating func insert(_ id: ExactString, sequence: UInt64, now: Int64) {
        guard length > 0 else { return }
        expire(now: now)
        sequences[id] = (sequence, now)
        order.append((id, now))
    }

    mutating func removeAll() {
        sequences = [:]
        order = []
        head = 0
    }

    private mutating func expire(now: Int64) {
        let (oldest, overflow) = now.subtractingReportingOverflow(length)
        guard !overflow else { return }
        while head < order.count, order[head].time < oldest {
            let (id, time) = order[head]
            if sequences[id]?.time == time { sequences[id] = nil }
            head += 1
        }
        if head > 1024, head > order.count / 2 {
            order.removeFirst(head)
            head = 0
        }
    }
}
