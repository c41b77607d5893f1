/// A stream and its consumers.
struct StreamSlot {
    var stream: Stream
    private(set) var consumers: [Consumer?] = []
    private(set) var consumerSlots: [String: Int] = [:]
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

    mutating func add(_ consumer: Consumer) {
        if let slot = consumers.firstIndex(where: { $0 == nil }), consumerSlots.count < consumers.count {
            consumers[slot] = consumer
            consumerSlots[consumer.name] = slot
        } else {
            consumers.append(consumer)
            consumerSlots[consumer.name] = consumers.count - 1
        }
    }

    mutating func removeConsumer(_ name: String) -> Consumer? {
        guard let slot = consumerSlots.removeValue(forKey: name) else { return nil }
        return consumers[slot].take()
    }

    /// Tells the consumers what the stream removed since the last call.
    mutating func settleRemoved() {
        let removed = stream.takeRemoved()
        guard !removed.isEmpty, !consumerSlots.isEmpty else { return }
        for slot in consumers.indices where consumers[slot] != nil {
            for (entry, subject) in removed { consumers[slot]?.removed(entry.sequence, subject: subject) }
        }
    }

    /// Tells the consumers of a new message. Returns those that want it.
    mutating func settleStored(_ sequence: UInt64, subject: ExactString) -> [Int] {
        guard !consumerSlots.isEmpty else { return [] }
        var interested: [Int] = []
        for slot in consumers.indices {
            if consumers[slot]?.stored(sequence, subject: subject) == true { interested.append(slot) }
        }
        return interested
    }
}
