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
            guard let index = withSlot(slot, { entry in entry.add(consumer) }) else { continue }
            let reference = ConsumerReference(stream: slot, consumer: index, identity: consumer.identity)
            link(reference, deliverSubject: consumer.configuration.deliverSubject)
            arm(reference, now: now)
        }
    }
}
