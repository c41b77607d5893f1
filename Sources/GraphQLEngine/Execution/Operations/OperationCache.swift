/// Prepared operations by the bytes of their request: the least recently used goes when it is full.
///
/// Belongs to one thread or event loop; it has no lock. A look-up neither copies nor allocates. Hashes are seeded, so
/// that clients cannot aim at one bucket. Only operations are kept, no errors: a flood of faulty documents cannot push
/// good ones out.
///
/// The text may be in any one form, for example the still escaped bytes of a JSON string; two spellings of the same
/// document are two entries.
public struct OperationCache: ~Copyable {
    /// Look-ups that found something.
    public private(set) var hits = 0
    /// Look-ups that did not.
    public private(set) var misses = 0
    /// How many operations are in it.
    public private(set) var count = 0
    /// The bytes of all texts and names in it.
    public private(set) var bytes = 0

    private let capacity: Int
    private let maximumBytes: Int
    private let seed: UInt64
    /// Indices into `entries`, -1 for none; as many as a power of two, at least twice the capacity.
    private var buckets: [Int32]
    private var entries: [Entry] = []
    private var free: [Int32] = []
    /// Ends of the list by use.
    private var newest: Int32 = -1
    private var oldest: Int32 = -1

    private struct Entry {
        var hash: UInt64
        var text: [UInt8]
        var operationName: [UInt8]
        var operation: PreparedOperation?
        /// The next entry of the same bucket.
        var next: Int32
        var newer: Int32
        var older: Int32
    }

    /// - Parameters:
    ///   - capacity: The most operations to keep; 0 turns the cache off.
    ///   - maximumBytes: The most bytes of text to keep; a text that takes more than a quarter of it is never kept. A
    ///     prepared operation takes many times the memory of its text.
    public init(capacity: Int = 1000, maximumBytes: Int = 2 << 20) {
        self.capacity = max(0, min(capacity, 1 << 24))
        self.maximumBytes = max(0, maximumBytes)
        var size = 16
        while size < 2 * self.capacity { size *= 2 }
        buckets = Array(repeating: -1, count: size)
        seed = UInt64.random(in: .min ... .max)
    }

    /// The operation that was inserted for this text without an operation name.
    public mutating func lookUp(_ text: Span<UInt8>) -> PreparedOperation? {
        lookUp(text, operationName: Span())
    }

    /// The operation that was inserted for this text and operation name; an empty name is none.
    public mutating func lookUp(_ text: Span<UInt8>, operationName: Span<UInt8>) -> PreparedOperation? {
        let hash = hash(text, operationName)
        var index = buckets[bucket(hash)]
        while index >= 0 {
            if matches(Int(index), hash, text, operationName) {
                hits &+= 1
                if index != newest {
                    unlink(index)
                    linkAsNewest(index)
                }
                return entries[Int(index)].operation
            }
            index = entries[Int(index)].next
        }
        misses &+= 1
        return nil
    }

    /// Keeps an operation for a text without an operation name.
    public mutating func insert(_ operation: PreparedOperation, for text: Span<UInt8>) {
        insert(operation, for: text, operationName: Span())
    }

    /// Keeps an operation for a text and an operation name (empty: none), in place of one that was there.
    public mutating func insert(
        _ operation: PreparedOperation,
        for text: Span<UInt8>,
        operationName: Span<UInt8>
    ) {
        let size = text.count + operationName.count
        guard capacity > 0, size <= maximumBytes / 4 else { return }
        remove(text, operationName)
        while count >= capacity || bytes + size > maximumBytes {
            guard oldest >= 0 else { return }
            remove(oldest)
        }
        let hash = hash(text, operationName)
        let entry = Entry(
            hash: hash,
            text: Self.copy(text),
            operationName: Self.copy(operationName),
            operation: operation,
            next: buckets[bucket(hash)],
            newer: -1,
            older: -1
        )
        let index: Int32
        if let reused = free.popLast() {
            index = reused
            entries[Int(index)] = entry
        } else {
            index = Int32(truncatingIfNeeded: entries.count)
            entries.append(entry)
        }
        buckets[bucket(hash)] = index
        linkAsNewest(index)
        count += 1
        bytes += size
    }

    /// Forgets every operation; the counters stay.
    public mutating func removeAll() {
        while oldest >= 0 { remove(oldest) }
    }

    // MARK: Entries

    private static func copy(_ span: Span<UInt8>) -> [UInt8] {
        span.withUnsafeBufferPointer { Array($0) }
    }

    private func matches(
        _ index: Int,
        _ hash: UInt64,
        _ text: Span<UInt8>,
        _ operationName: Span<UInt8>
    ) -> Bool {
        guard entries[index].hash == hash else { return false }
        return Self.areEqual(entries[index].text, text) && Self.areEqual(entries[index].operationName, operationName)
    }

    private static func areEqual(_ bytes: [UInt8], _ other: Span<UInt8>) -> Bool {
        guard bytes.count == other.count else { return false }
        let words = other.bytes
        let own = bytes.span.bytes
        var position = 0
        while position &+ 8 <= other.count {
            guard
                own.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
                    == words.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
            else { return false }
            position &+= 8
        }
        while position < other.count {
            guard bytes[position] == other[position] else { return false }
            position &+= 1
        }
        return true
    }

    private mutating func remove(_ text: Span<UInt8>, _ operationName: Span<UInt8>) {
        let hash = hash(text, operationName)
        var index = buckets[bucket(hash)]
        while index >= 0 {
            if matches(Int(index), hash, text, operationName) { return remove(index) }
            index = entries[Int(index)].next
        }
    }

    private mutating func remove(_ index: Int32) {
        unlink(index)
        let place = bucket(entries[Int(index)].hash)
        if buckets[place] == index {
            buckets[place] = entries[Int(index)].next
        } else {
            var previous = buckets[place]
            while previous >= 0, entries[Int(previous)].next != index { previous = entries[Int(previous)].next }
            if previous >= 0 { entries[Int(previous)].next = entries[Int(index)].next }
        }
        bytes -= entries[Int(index)].text.count + entries[Int(index)].operationName.count
        count -= 1
        entries[Int(index)] = Entry(
            hash: 0,
            text: [],
            operationName: [],
            operation: nil,
            next: -1,
            newer: -1,
            older: -1
        )
        free.append(index)
    }

    // MARK: Order of use

    private mutating func unlink(_ index: Int32) {
        let (newer, older) = (entries[Int(index)].newer, entries[Int(index)].older)
        if newer >= 0 { entries[Int(newer)].older = older } else { newest = older }
        if older >= 0 { entries[Int(older)].newer = newer } else { oldest = newer }
        entries[Int(index)].newer = -1
        entries[Int(index)].older = -1
    }

    private mutating func linkAsNewest(_ index: Int32) {
        entries[Int(index)].older = newest
        if newest >= 0 { entries[Int(newest)].newer = index } else { oldest = index }
        newest = index
    }

    // MARK: Hashes

    private func bucket(_ hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash >> 32) & (buckets.count &- 1)
    }

    private func hash(_ text: Span<UInt8>, _ operationName: Span<UInt8>) -> UInt64 {
        SeededHash.hash(operationName, seed: SeededHash.hash(text, seed: seed))
    }
}
