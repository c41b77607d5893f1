extension JetStream {
    /// Takes over a stream as the store gave it back.
    mutating func restore(_ stream: RestoredStream, now: Int64) throws {
        var configuration = try StreamConfiguration(RequestFields(text: stream.configuration), name: stream.name)
        configuration.fillDefaults()
        let slot = add(try Stream(restoring: stream, configuration: configuration))
        for (name, record) in stream.consumers {
            guard let fields = try? RequestFields(text: record), let source = self.stream(named: stream.name),
                let consumer = try? Consumer(
                    restoring: fields,
                    name: name,
                    identity: makeIdentity(),
                    stream: source,
                    now: now
                )
            else { continue }
            _ = withSlot(slot) { entry in entry.add(consumer) }
            if let index = slots[slot]?.consumerSlots[name] {
                arm(ConsumerReference(stream: slot, consumer: index, identity: consumer.identity), now: now)
            }
        }
    }
}
