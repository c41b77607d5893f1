/// Events that wait for a slow subscriber: bounded in number and bytes, in order.
///
/// At a limit it keeps only the newest event of each key. Where even these are more than the limit, the newest event
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
        var size: Int
    }

    private let limit: Int
    private let byteLimit: Int
    private var slots: [Slot] = []
    private var head = 0
    private var live = 0
    private var bytes = 0
    /// Where the newest event of a key stands; kept only while conflating.
    private var newest: [[UInt8]: Int]?

    /// - Parameters:
    ///   - limit: events kept.
    ///   - byteLimit: their sizes together; an event that alone is larger still finds room in an empty buffer.
    init(limit: Int, byteLimit: Int = 8 << 20) {
        self.limit = limit
        self.byteLimit = byteLimit
    }

    var count: Int { live }
    var isEmpty: Bool { live == 0 }
    /// Whether it is time to hold back what has not been sent yet.
    var isHalfFull: Bool { live * 2 >= limit || bytes * 2 >= byteLimit }

    /// Whether an event of this size would be appended without any other going.
    func hasRoom(for size: Int) -> Bool {
        live < limit && (live == 0 || size <= byteLimit - bytes)
    }

    /// - Parameter size: Bytes that the event holds on to.
    mutating func append(_ event: Event, key: [UInt8], size: Int = 0) -> AppendResult {
        if newest == nil, hasRoom(for: size) {
            add(event, key: key, size: size)
            return .kept
        }
        var dropped = newest == nil ? conflate() : 0
        if let older = newest?[key], older >= head, older < slots.count, slots[older].event != nil {
            remove(at: older)
            dropped += 1
        }
        guard hasRoom(for: size) else {
            // What went with it was older than the event that finds no room, and is read again together with it.
            return .full
        }
        add(event, key: key, size: size)
        return dropped > 0 ? .conflated(dropped) : .kept
    }

    /// The oldest event. Conflation ends when the buffer has run empty.
    mutating func popFirst() -> Event? {
        while head < slots.count {
            let event = slots[head].event
            if event != nil { remove(at: head) }
            head += 1
            guard let event else { continue }
            if live == 0 { reset() }
            return event
        }
        reset()
        return nil
    }

    mutating func removeAll() { reset() }

    private mutating func add(_ event: Event, key: [UInt8], size: Int) {
        compact()
        newest?[key] = slots.count
        slots.append(Slot(key: key, event: event, size: size))
        live += 1
        bytes += size
    }

    private mutating func remove(at index: Int) {
        slots[index].event = nil
        bytes -= slots[index].size
        live -= 1
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
        bytes = kept.reduce(0) { $0 + $1.size }
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
        bytes = 0
        newest = nil
    }
}
