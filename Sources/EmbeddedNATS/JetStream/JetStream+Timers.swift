import NIOCore

extension JetStream {
    /// What one call does; the rest is due at once and gets the next call.
    private static let turn = 10_000

    /// Does what is due at `now`.
    mutating func timersFired(now: Int64) {
        for _ in 0..<Self.turn {
            guard let timer = popTimer(now: now) else { return }
            switch timer {
            case .stream(let slot): expire(slot, now: now)
            case .consumer(let reference): wake(reference, now: now)
            }
        }
    }

    private mutating func expire(_ slot: Int, now: Int64) {
        disarm(stream: slot)
        let emptied = withSlot(slot) { entry in
            let emptied = entry.stream.expire(now: now)
            entry.settleRemoved()
            return emptied
        }
        for subject in emptied ?? [] { mark(subject, reason: "MaxAge", in: slot, now: now) }
        arm(stream: slot)
    }

    /// Leaves a marker for a subject whose last message went, where the stream asks for it.
    mutating func mark(_ subject: ExactString, reason: String, in slot: Int, now: Int64) {
        guard let length = slots[slot]?.stream.configuration.subjectDeleteMarkerTTL, length > 0 else { return }
        var headers = MessageHeaders()
        headers.add("Nats-Marker-Reason", reason)
        headers.add("Nats-TTL", GoDuration.format(length))
        headers.add("Nats-Rollup", "sub")
        let block = headers.finish()
        let stored = withSlot(slot) { entry in
            try? entry.stream.publish(subject: subject, headers: block, payload: ByteBuffer(), now: now)
        }
        if case .stored(let message, _) = stored ?? nil {
            self.stored(message.sequence, subject: message.subject, in: slot)
        }
    }

    private mutating func wake(_ reference: ConsumerReference, now: Int64) {
        guard let consumer = consumer(reference) else { return }
        if consumer.isAbandoned(now: now) {
            removeConsumer(consumer.name, of: reference.stream)
            return
        }
        let ended = withSlot(reference.stream) { entry in
            entry.withConsumer(at: reference.consumer) { consumer, _ in
                consumer.armedFor = nil
                _ = consumer.collectOverdue(now: now)
                return consumer.requestTimersFired(now: now)
            }
        }
        for publication in (ended ?? nil) ?? [] { send(publication, holding: false) }
        let beat = consumer.configuration.idleHeartbeat
        if consumer.configuration.isPush, beat > 0, consumer.hasInterest, now - consumer.lastSent >= beat {
            sendHeartbeat(reference, now: now)
        }
        markReady(reference.stream, reference.consumer)
        arm(reference, now: now)
    }

    mutating func removeConsumer(_ name: String, of slot: Int) {
        let index = slots[slot]?.consumerSlots[name]
        let found = index.flatMap { reference(slot, $0) }
        let removed = withSlot(slot) { entry in entry.removeConsumer(name) }
        guard let consumer = removed ?? nil, let found else { return }
        unlink(found, deliverSubject: consumer.configuration.deliverSubject)
        if consumer.configuration.isStored { slots[slot]?.stream.store.save(consumer: name, record: nil) }
        for request in consumer.requests {
            var headers = MessageHeaders(status: "409 Consumer Deleted")
            send(Publication(request.reply, headers: headers.finish()))
        }
    }
}
