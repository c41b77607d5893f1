import JSON

extension Consumer {
    /// What the store keeps of a consumer.
    var record: JSONObject {
        var object: JSONObject = [
            "config": .object(configuration.json),
            "created": .integer(created),
            "next": .integer(nextSequence),
            "delivered": .array([.integer(delivered.consumer), .integer(delivered.stream), .integer(delivered.time)]),
            "floor": .array([
                .integer(acknowledged.consumer), .integer(acknowledged.stream), .integer(acknowledged.time),
            ]),
        ]
        object.add(
            "unacknowledged",
            unacknowledged.sorted { $0.key < $1.key }.map {
                .array([.integer($0.key), .integer($0.value.consumerSequence), .integer($0.value.deliveries)])
            }
        )
        return object
    }
}

extension Consumer {
    /// A consumer as the store gave it back. What was not acknowledged is delivered again.
    init(
        restoring fields: RequestFields,
        name: String,
        identity: UInt64,
        stream: Stream,
        now: Int64
    ) throws(APIError) {
        var configuration = try ConsumerConfiguration(fields.fields("config") ?? RequestFields())
        configuration.name = name
        self.init(configuration, name: name, identity: identity, stream: stream, now: now)
        created = try fields.integer("created") ?? created
        nextSequence = try fields.unsigned("next") ?? nextSequence
        initial = []
        pending = filter.count(in: stream, from: nextSequence)
        delivered = Place(try fields.integers("delivered")) ?? delivered
        acknowledged = Place(try fields.integers("floor")) ?? acknowledged
        for entry in try fields.arrays("unacknowledged") where entry.count == 3 {
            guard let sequence = UInt64(exactly: entry[0]), stream.index[sequence] != nil else { continue }
            deliveryOrder.append(sequence)
            soonestDeadline = now
            unacknowledged[sequence] = Unacknowledged(
                consumerSequence: UInt64(clamping: entry[1]),
                deliveries: UInt64(clamping: entry[2]),
                deadline: now
            )
        }
    }
}

extension Consumer.Place {
    fileprivate init?(_ numbers: [Int64]?) {
        guard let numbers, numbers.count == 3 else { return nil }
        self.init(consumer: UInt64(clamping: numbers[0]), stream: UInt64(clamping: numbers[1]), time: numbers[2])
    }
}
