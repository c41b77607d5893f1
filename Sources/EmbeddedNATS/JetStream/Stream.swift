import NIOCore

/// One stream: its configuration, what memory keeps of its messages, and its store.
///
/// Every change is complete when the call returns; what was removed on the way is listed in `removed`, so that the
/// stream's consumers can be told.
struct Stream {
    private(set) var configuration: StreamConfiguration
    /// Nanoseconds since 1970.
    let created: Int64
    let store: any StreamStore
    private(set) var index = SequenceIndex()
    private(set) var subjects = SubjectTable()
    private(set) var position = StreamPosition()
    /// What the messages count against the byte limit.
    private(set) var bytes = 0
    private(set) var lastMessageID: String?
    /// What calls since the last `takeRemoved()` removed.
    private var removed: [SequenceIndex.Entry] = []
    private var removedSubjects: [ExactString] = []
    private var window: DeduplicationWindow
    var expirations = ExpirationQueue()
    /// Messages that neither an age nor a time of their own ends.
    var everlasting: Set<UInt64> = []
    /// Below this number only everlasting messages are left.
    var oldestMortal: UInt64 = 0
    private var republisher: SubjectTransform?

    init(_ configuration: StreamConfiguration, created: Int64, store: any StreamStore) {
        self.configuration = configuration
        self.created = created
        self.store = store
        window = DeduplicationWindow(length: configuration.duplicateWindow)
        if configuration.firstSequence > 1 {
            position.first = configuration.firstSequence
            position.last = configuration.firstSequence - 1
        }
        republisher = Self.republisher(configuration)
    }

    /// A stream as a store gave it back.
    init(restoring stream: RestoredStream, configuration: StreamConfiguration) throws {
        self.init(configuration, created: stream.created, store: stream.store)
        position = stream.position
        try stream.forEachMessage { record in
            guard record.sequence > index.last?.sequence ?? 0 else { return }
            let size = StoredMessage.storedSize(
                record.subject.count,
                record.headerBytes,
                record.payloadBytes,
                in: configuration.storage
            )
            index(record.sequence, record.time, record.subject, size: size)
            lastMessageID = record.messageID
            if let id = record.messageID { window.insert(ExactString(id), sequence: record.sequence, now: record.time) }
            if let expires = record.expires { noteExpiry(of: record.sequence, at: expires) }
            position.last = max(position.last, record.sequence)
        }
        updateFirst()
        enforceLimits()
    }

    var messageCount: Int { index.count }
    var deletedCount: UInt64 {
        position.last < position.first ? 0 : position.last - position.first + 1 - UInt64(index.count)
    }

    /// The highest sequence number whose message may be shown to others already.
    var visibleThrough: UInt64 { store.firstUncommitted.map { $0 - 1 } ?? position.last }

    mutating func takeRemoved() -> [(entry: SequenceIndex.Entry, subject: ExactString)] {
        guard !removed.isEmpty else { return [] }
        defer {
            removed.removeAll(keepingCapacity: true)
            removedSubjects.removeAll(keepingCapacity: true)
        }
        return Array(zip(removed, removedSubjects)).map { (entry: $0.0, subject: $0.1) }
    }

    // MARK: - Changes

    /// Stores a message that passed all checks, and applies the limits.
    mutating func append(
        _ message: borrowing StoredMessage,
        conditions: PublishConditions,
        expires: Int64?
    ) {
        let message = copy message
        index(message.sequence, message.time, message.subject, size: message.storedSize(in: configuration.storage))
        if index.count == 1 { position.first = message.sequence }
        position.last = message.sequence
        position.lastTime = message.time
        lastMessageID = conditions.messageID
        if let id = conditions.messageID {
            window.insert(ExactString(id), sequence: message.sequence, now: message.time)
        }
        if let expires { noteExpiry(of: message.sequence, at: expires) }
        store.insert(message, messageID: conditions.messageID, expires: expires)
        switch conditions.rollup {
        case .subject: keepNewest(of: message.subject, count: 1)
        case .all: removeAll(before: message.sequence)
        case .unknown, nil: break
        }
        enforceLimits(of: message.subject)
        store.save(position)
    }

    /// Removes one message; `false` if there is none with this number.
    mutating func remove(_ sequence: UInt64) -> Bool {
        guard drop(sequence) else { return false }
        updateFirst()
        store.save(position)
        return true
    }

    /// Removes every message below `sequence`; returns how many there were.
    @discardableResult
    mutating func removeAll(before sequence: UInt64) -> Int {
        var count = 0
        while let first = index.first, first.sequence < sequence {
            if drop(first.sequence, tellsStore: false) { count += 1 }
        }
        if count > 0 { store.removeAll(through: sequence - 1) }
        if index.isEmpty {
            let next = sequence == .max ? position.last : max(position.last, sequence &- 1)
            position.first = next == .max ? next : next + 1
            position.last = max(position.last, min(next, position.first &- 1))
        }
        updateFirst()
        store.save(position)
        return count
    }

    /// Removes the messages of every subject that `filter` stands for, below `sequence` or all but the newest `keep`.
    mutating func purge(filter: String?, below sequence: UInt64, keep: UInt64) -> Int {
        if filter == nil || filter == ">" {
            if keep > 0 { return keepNewestOfAll(keep) }
            return removeAll(before: sequence == 0 ? position.last &+ 1 : sequence)
        }
        var doomed: [UInt64] = []
        subjects.forEach(matching: filter) { _, sequences in doomed.append(contentsOf: sequences.all) }
        doomed.sort()
        if keep > 0 {
            doomed.removeLast(min(doomed.count, Int(clamping: keep)))
        } else if sequence > 0 {
            doomed.removeAll { $0 >= sequence }
        }
        for sequence in doomed { _ = drop(sequence) }
        updateFirst()
        store.save(position)
        return doomed.count
    }

    mutating func update(_ configuration: StreamConfiguration) {
        self.configuration = configuration
        window.length = configuration.duplicateWindow
        republisher = Self.republisher(configuration)
        enforceLimits()
        store.save(position)
    }

    /// The subject of a message; `nil` if there is none with this number.
    func subject(of sequence: UInt64) -> ExactString? { index[sequence].map { subjects.subject($0.subject) } }

    /// The sequence number that the message with this id got, if that was within the window.
    mutating func duplicate(of id: String, now: Int64) -> UInt64? {
        window.sequence(of: ExactString(id), now: now)
    }

    /// Where a message of `subject` is republished to.
    func republishSubject(_ subject: ExactString) -> String? { republisher?.apply(subject.text) }

    // MARK: - Limits

    private mutating func enforceLimits(of subject: ExactString? = nil) {
        if configuration.maxMessagesPerSubject > 0 {
            let limit = Int(clamping: configuration.maxMessagesPerSubject)
            if let subject {
                keepNewest(of: subject, count: limit)
            } else {
                var over: [ExactString] = []
                subjects.forEach(matching: nil) { if $1.count > limit { over.append($0) } }
                for subject in over { keepNewest(of: subject, count: limit) }
            }
        }
        guard configuration.discard == .old else { return }
        while exceedsLimits, let first = index.first, drop(first.sequence) {}
        updateFirst()
    }

    private var exceedsLimits: Bool {
        (configuration.maxMessages > 0 && index.count > configuration.maxMessages)
            || (configuration.maxBytes > 0 && bytes > configuration.maxBytes)
    }

    private mutating func keepNewest(of subject: ExactString, count: Int) {
        guard let slot = subjects.slot(of: subject) else { return }
        while subjects.sequences(slot).count > max(count, 1), let first = subjects.sequences(slot).first {
            guard drop(first) else { return }
        }
        updateFirst()
    }

    private mutating func keepNewestOfAll(_ keep: UInt64) -> Int {
        var count = 0
        while index.count > Int(clamping: keep), let first = index.first, drop(first.sequence) { count += 1 }
        updateFirst()
        store.save(position)
        return count
    }

    mutating func drop(_ sequence: UInt64, tellsStore: Bool = true) -> Bool {
        guard let entry = index.remove(sequence) else { return false }
        removed.append(entry)
        removedSubjects.append(subjects.subject(entry.subject))
        subjects.remove(sequence, from: entry.subject)
        bytes -= Int(entry.size)
        if !everlasting.isEmpty { everlasting.remove(sequence) }
        if tellsStore { store.remove(sequence) }
        return true
    }

    mutating func updateFirst() {
        if let first = index.first {
            position.first = first.sequence
        } else if position.first <= position.last {
            position.first = position.last + 1
        }
    }

    private mutating func index(_ sequence: UInt64, _ time: Int64, _ subject: ExactString, size: Int) {
        let slot = subjects.append(sequence, to: subject)
        let size = UInt32(clamping: size)
        index.append(.init(sequence: sequence, time: time, subject: slot, size: size))
        bytes += Int(size)
    }

    private static func republisher(_ configuration: StreamConfiguration) -> SubjectTransform? {
        configuration.republish.flatMap {
            SubjectTransform(source: $0.source.isEmpty ? ">" : $0.source, destination: $0.destination)
        }
    }
}
