/// Ascending sequence numbers of one subject. One number, the usual case of a key without history, takes no allocation.
struct SequenceList: Sendable {
    private var only: UInt64 = 0
    private var many: [UInt64] = []
    private var head = 0

    var count: Int { only != 0 ? 1 : many.count - head }
    var isEmpty: Bool { count == 0 }
    var first: UInt64? { only != 0 ? only : (head < many.count ? many[head] : nil) }
    var last: UInt64? { only != 0 ? only : (head < many.count ? many[many.count - 1] : nil) }

    /// Adds a number above all others; 0 is none.
    mutating func append(_ sequence: UInt64) {
        if only != 0 {
            many = [only, sequence]
            head = 0
            only = 0
        } else if many.isEmpty {
            only = sequence
        } else {
            many.append(sequence)
        }
    }

    /// Whether `sequence` was there.
    @discardableResult
    mutating func remove(_ sequence: UInt64) -> Bool {
        if only != 0 {
            guard only == sequence else { return false }
            only = 0
            return true
        }
        let index = lowerBound(sequence)
        guard index < many.count, many[index] == sequence else { return false }
        if index == head {
            head += 1
            if head > 32, head > many.count / 2 {
                many.removeFirst(head)
                head = 0
            }
        } else {
            many.remove(at: index)
        }
        if many.count - head == 1 {
            only = many[head]
            many = []
            head = 0
        } else if many.count == head {
            many = []
            head = 0
        }
        return true
    }

    /// The first number that is at least `sequence`.
    func first(from sequence: UInt64) -> UInt64? {
        if only != 0 { return only >= sequence ? only : nil }
        let index = lowerBound(sequence)
        return index < many.count ? many[index] : nil
    }

    /// The last number that is at most `sequence`.
    func last(through sequence: UInt64) -> UInt64? {
        if only != 0 { return only <= sequence ? only : nil }
        let index = sequence == .max ? many.count : lowerBound(sequence + 1)
        return index > head ? many[index - 1] : nil
    }

    /// How many numbers are at least `sequence`.
    func count(from sequence: UInt64) -> Int {
        if only != 0 { return only >= sequence ? 1 : 0 }
        return many.count - lowerBound(sequence)
    }

    /// All numbers, ascending.
    var all: [UInt64] { only != 0 ? [only] : Array(many[head...]) }

    private func lowerBound(_ sequence: UInt64) -> Int {
        var low = head
        var high = many.count
        while low < high {
            let middle = low + (high - low) / 2
            if many[middle] < sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
