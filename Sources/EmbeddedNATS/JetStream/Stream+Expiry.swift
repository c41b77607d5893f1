import NATSWire

extension Stream {
    /// The time of a message that never ends.
    static let never = Int64.max

    mutating func noteExpiry(of sequence: UInt64, at time: Int64) {
        if time == Self.never {
            everlasting.insert(sequence)
        } else {
            expirations.insert(sequence, at: time)
        }
    }

    /// Removes what is older than the maximum age or past its own time. Returns the subjects whose last message went,
    /// but not those whose last message was a marker of such a removal itself.
    mutating func expire(now: Int64) -> [ExactString] {
        var emptied: [ExactString] = []
        var count = 0
        while configuration.maxAge > 0, let entry = firstMortal(),
            entry.time <= now.adding(saturating: -configuration.maxAge)
        {
            guard expire(entry, &emptied) else { break }
            count += 1
        }
        while let sequence = expirations.popExpired(now: now) {
            guard let entry = index[sequence] else { continue }
            if expire(entry, &emptied) { count += 1 }
        }
        if count > 0 {
            updateFirst()
            store.save(position)
        }
        return emptied
    }

    private mutating func expire(_ entry: SequenceIndex.Entry, _ emptied: inout [ExactString]) -> Bool {
        let subject = subjects.subject(entry.subject)
        let leavesMarker = configuration.subjectDeleteMarkerTTL > 0 && subjects.count(of: subject) == 1
        let isMarker = leavesMarker && isMarker(entry.sequence)
        guard drop(entry.sequence) else { return false }
        if leavesMarker, !isMarker { emptied.append(subject) }
        return true
    }

    private func isMarker(_ sequence: UInt64) -> Bool {
        guard let headers = (try? store.message(sequence))?.headers else { return false }
        return Headers(headers).range(of: "Nats-Marker-Reason") != nil
    }

    /// The oldest message that has an end.
    private mutating func firstMortal() -> SequenceIndex.Entry? {
        guard !everlasting.isEmpty else { return index.first }
        while let entry = index.first(from: oldestMortal) {
            guard everlasting.contains(entry.sequence) else { return entry }
            oldestMortal = entry.sequence + 1
        }
        return nil
    }

    /// When `expire(now:)` has something to do next, in nanoseconds since 1970.
    mutating func nextExpiration() -> Int64? {
        let byAge =
            configuration.maxAge > 0 ? firstMortal().map { $0.time.adding(saturating: configuration.maxAge) } : nil
        guard let byTTL = expirations.nextTime else { return byAge }
        return byAge.map { min($0, byTTL) } ?? byTTL
    }
}
