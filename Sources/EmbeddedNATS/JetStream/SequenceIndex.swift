/// What memory keeps of each stored message: 32 bytes, in sequence order. The values are in the store.
///
/// Messages lie in blocks of at most 512, so that adding, finding and removing one cost a binary search and a short
/// move, however many there are and however sparse their sequence numbers have become.
struct SequenceIndex: Sendable {
    struct Entry: Sendable, Equatable {
        var sequence: UInt64
        /// Nanoseconds since 1970.
        var time: Int64
        /// A slot of the stream's `SubjectTable`.
        var subject: UInt32
        /// What the message counts against the stream's byte limit.
        var size: UInt32
    }

    private static let blockSize = 512
    private var blocks: [[Entry]] = []
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }
    var first: Entry? { blocks.first?.first }
    var last: Entry? { blocks.last?.last }

    /// Adds an entry above all others.
    mutating func append(_ entry: Entry) {
        if blocks.isEmpty || blocks[blocks.count - 1].count >= Self.blockSize {
            blocks.append([])
        }
        blocks[blocks.count - 1].append(entry)
        count += 1
    }

    subscript(sequence: UInt64) -> Entry? {
        guard let (block, index) = position(from: sequence) else { return nil }
        let entry = blocks[block][index]
        return entry.sequence == sequence ? entry : nil
    }

    /// The first entry that is at least `sequence`.
    func first(from sequence: UInt64) -> Entry? {
        position(from: sequence).map { blocks[$0.block][$0.index] }
    }

    /// How many entries are at least `sequence`.
    func count(from sequence: UInt64) -> Int {
        guard let (block, index) = position(from: sequence) else { return 0 }
        return blocks[block...].reduce(-index) { $0 + $1.count }
    }

    /// Calls `body` with each entry from `sequence` on until it returns `false`.
    func forEach(from sequence: UInt64 = 0, _ body: (Entry) -> Bool) {
        guard let (start, offset) = position(from: sequence) else { return }
        var index = offset
        for block in start..<blocks.count {
            while index < blocks[block].count {
                if !body(blocks[block][index]) { return }
                index += 1
            }
            index = 0
        }
    }

    @discardableResult
    mutating func remove(_ sequence: UInt64) -> Entry? {
        guard let (block, index) = position(from: sequence), blocks[block][index].sequence == sequence else {
            return nil
        }
        let entry = blocks[block].remove(at: index)
        count -= 1
        if blocks[block].isEmpty {
            blocks.remove(at: block)
        } else if blocks[block].count < Self.blockSize / 4 {
            join(block)
        }
        return entry
    }

    mutating func removeAll() {
        blocks = []
        count = 0
    }

    /// Joins a sparse block with the next one where both fit into one. The last block is left alone: it still grows.
    private mutating func join(_ block: Int) {
        guard block + 2 < blocks.count, blocks[block].count + blocks[block + 1].count <= Self.blockSize / 2 else {
            return
        }
        let next = blocks.remove(at: block + 1)
        blocks[block].append(contentsOf: next)
    }

    private func position(from sequence: UInt64) -> (block: Int, index: Int)? {
        var low = 0
        var high = blocks.count
        while low < high {
            let middle = low + (high - low) / 2
            if let last = blocks[middle].last, last.sequence < sequence { low = middle + 1 } else { high = middle }
        }
        guard low < blocks.count else { return nil }
        let block = low
        low = 0
        high = blocks[block].count
        while low < high {
            let middle = low + (high - low) / 2
            if blocks[block][middle].sequence < sequence { low = middle + 1 } else { high = middle }
        }
        return low < blocks[block].count ? (block, low) : nil
    }
}
