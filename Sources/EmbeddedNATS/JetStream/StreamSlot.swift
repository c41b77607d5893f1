/// A stream and its consumers.
struct StreamSlot {
    var stream: Stream
    private(set) var consumers: [Consumer?] = []
    private(set) var consumerSlots: [String: Int] = [:]
    /// Which consumers want which subjects.
    private var filters = SubjectTrie<Int>()
    private var unused: [Int] = []
    /// When the stream's timer is set to fire.
    var armedFor: Int64?

    init(_ stream: Stream) { self.stream = stream }

    var name: String { stream.configuration.name }
    var consumerNames: [String] { consumerSlots.keys.sorted() }

    func consumer(named name: String) -> Consumer? {
        consumerSlots[name].flatMap { consumers[$0] }
    }

    /// Changes a consumer in place; `nil` if there is none of this name.
    mutating func withConsumer<Result>(_ name: String, _ body: (inout Consumer, Stream) -> Result) -> Result? {
        guard let slot = consumerSlots[name] else { return nil }
        return withConsumer(at: slot, body)
    }

    mutating func withConsumer<Result>(at slot: Int, _ body: (inout Consumer, Stream) -> Result) -> Result? {
        guard consumers.indices.contains(slot), var consumer = consumers[slot].take() else { return nil }
        defer { consumers[slot] = consumer }
        return body(&consumer, stream)
    }

    @discardableResult
    mutating func add(_ consumer: Consumer) -> Int {
        let slot: Int
        if let free = unused.popLast() {
            slot = free
            consumers[slot] = consumer
        } else {
            slot = consumers.count
            consumers.append(consumer)
        }
        consumerSlots[consumer.name] = slot
        for filter in Self.filters(consumer) { filters.insert(slot, for: filter) }
        return slot
    }

    mutating func removeConsumer(_ name: String) -> Consumer? {
        guard let slot = consumerSlots.removeValue(forKey: name), let consumer = consumers[slot].take() else {
            return nil
        }
        for filter in Self.filters(consumer) { filters.remove(slot, for: filter) }
        unused.append(slot)
        return consumer
    }

    /// Gives a consumer another configuration.
    mutating func update(_ name: String, _ configuration: ConsumerConfiguration) {
        guard let slot = consumerSlots[name], let old = consumers[slot] else { return }
        for filter in Self.filters(old) { filters.remove(slot, for: filter) }
        _ = withConsumer(at: slot) { consumer, stream in consumer.update(configuration, in: stream) }
        if let new = consumers[slot] {
            for filter in Self.filters(new) { filters.insert(slot, for: filter) }
        }
    }

    /// Tells the consumers what the stream removed since the last call.
    mutating func settleRemoved() {
        let removed = stream.takeRemoved()
        guard !filters.isEmpty else { return }
        for (entry, subject) in removed {
            filters.forEachMatch(of: subject.text) { consumers[$0]?.removed(entry.sequence, subject: subject) }
        }
    }

    /// Tells the consumers of a new message. Returns those that want it.
    mutating func settleStored(_ sequence: UInt64, subject: ExactString) -> [Int] {
        guard !filters.isEmpty else { return [] }
        var interested: [Int] = []
        filters.forEachMatch(of: subject.text) { slot in
            consumers[slot]?.stored(sequence)
            interested.append(slot)
        }
        return interested
    }

    /// Whether a consumer still waits for a message or for its acknowledgement.
    mutating func isWanted(_ sequence: UInt64, subject: ExactString) -> Bool {
        var isWanted = false
        filters.forEachMatch(of: subject.text) { slot in
            if consumers[slot]?.wants(sequence) == true { isWanted = true }
        }
        return isWanted
    }

    private static func filters(_ consumer: Consumer) -> [String] {
        let filters = consumer.configuration.filters
        return filters.isEmpty ? [">"] : filters
    }
}
