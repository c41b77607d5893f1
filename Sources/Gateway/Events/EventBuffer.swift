/// Events that wait for a slow subscriber: bounded, in order.
///
/// At its limit it keeps only the newest event of each key. Where even these are more than the limit, the newest event
/// finds no room and the subscription must end.
struct EventBuffer<Event> {
    enum AppendResult: Equatable {
        case kept
        /// An older event of the same key went, or of others when the buffer was first thinned out.
        case conflated(Int)
        case full
    }

    private struct Slot {
        var key: [UInt8]
        var event: Event?
    }

    private let limit: Int
    private var slots: [Slot] = []
    private var head = 0
    private var live = 0
    /// Where the newest event of a key stands; kept only while conflating.
    private var newest: [[UInt8]: Int]?

    init(limit: Int) { self.limit = limit }

    var count: Int { live }
    var isEmpty: Bool { live == 0 }

    mutating func append(_ event: Event, key: [UInt8]) -> AppendResult {
        if newest == nil, live < limit {
            add(event, key: key)
            return .kept
        }
        let dropped = newest == nil ? conflate() : 0
        if let older = newest?[key], older >= head, older < slots.count, slots[older].event != nil {
            slots[older].event = nil
            live -= 1
            add(event, key: key)
            return .conflated(dropped + 1)
        }
        guard live < limit else { return .full }
        add(event, key: key)
        return dropped > 0 ? .conflated(dropped) : .kept
    }

    /// The oldest event. Conflation ends when the buffer has run empty.
    mutating func popFirst() -> Event? {
        while head < slots.count {
            let event = slots[head].event
            slots[head].event = nil
            head += 1
            guard let event else { continue }
            live -= 1
            if live == 0 { reset() }
            return event
        }
        reset()
        return nil
    }

    mutating func removeAll() { reset() }

    private mutating func add(_ event: Event, key: [UInt8]) {
        compact()
        newest?[key] = slots.count
        slots.append(Slot(key: key, event: event))
        live += 1
    }

    /// Leaves the newest event of each key; returns how many went.
    private mutating func conflate() -> Int {
        var index: [[UInt8]: Int] = [:]
        var kept: [Slot] = []
        var seen: Set<[UInt8]> = []
        for slot in slots[head...].reversed() where slot.event != nil && seen.insert(slot.key).inserted {
            kept.append(slot)
        }
        kept.reverse()
        for (position, slot) in kept.enumerated() { index[slot.key] = position }
        let dropped = live - kept.count
        slots = kept
        head = 0
        live = kept.count
        newest = index
        return dropped
    }

    /// Drops the slots already read once they are the larger part, so that the array does not grow without end.
    private mutating func compact() {
        guard slots.count >= 64, slots.count > 2 * live else { return }
        slots = slots[head...].filter { $0.event != nil }
        head = 0
        guard newest != nil else { return }
        var index: [[UInt8]: Int] = [:]
        for (position, slot) in slots.enumerated() { index[slot.key] = position }
        newest = index
    }

    private mutating func reset() {
        slots.removeAll(keepingCapacity: slots.count <= 64)
        head = 0
        live = 0
        newest = nil
    }
}
