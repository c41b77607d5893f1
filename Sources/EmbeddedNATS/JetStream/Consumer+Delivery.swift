extension Consumer {
    /// A message to send.
    struct Delivery: Equatable {
        var sequence: UInt64
        var consumerSequence: UInt64
        /// How often the message was delivered, this time included.
        var count: UInt64
        /// How many messages are left after this one.
        var pending: Int
        /// The subject to send it to.
        var subject: ExactString
    }

    /// The next message to send, if there is one and the client may get it.
    /// - Parameter visible: messages after this one may not be shown yet.
    mutating func next(in stream: Stream, through visible: UInt64, now: Int64) -> Delivery? {
        guard !isPaused(now: now), let target = target() else { return nil }
        if let delivery = nextRedelivery(in: stream, to: target, now: now) { return delivery }
        guard pending > 0 else { return nil }
        if configuration.ackPolicy != .none, configuration.maxAckPending > 0,
            unacknowledged.count >= configuration.maxAckPending
        {
            return nil
        }
        guard let sequence = nextNew(in: stream, through: visible) else { return nil }
        nextSequence = sequence + 1
        pending = max(0, pending - 1)
        delivered.consumer += 1
        delivered.stream = sequence
        delivered.time = now
        if configuration.ackPolicy == .none {
            acknowledged = Place(consumer: delivered.consumer, stream: delivered.stream)
        } else {
            expectAcknowledgement(of: sequence, deliveries: 1, now: now)
        }
        return Delivery(
            sequence: sequence,
            consumerSequence: delivered.consumer,
            count: 1,
            pending: pending,
            subject: target
        )
    }

    /// Where the next message goes; `nil` where nobody can take it now.
    private func target() -> ExactString? {
        if let subject = configuration.deliverSubject {
            return hasInterest && !(configuration.flowControl && window.isFull) ? ExactString(subject) : nil
        }
        return requests.first?.reply
    }

    private mutating func nextNew(in stream: Stream, through visible: UInt64) -> UInt64? {
        while let sequence = initial.last {
            guard sequence <= visible else { return nil }
            initial.removeLast()
            if stream.index[sequence] != nil { return sequence }
            if initial.isEmpty { nextSequence = max(nextSequence, initialEnd + 1) }
        }
        if initialEnd > 0 {
            nextSequence = max(nextSequence, initialEnd + 1)
            initialEnd = 0
        }
        guard let sequence = filter.first(in: stream, from: nextSequence), sequence <= visible else { return nil }
        return sequence
    }

    private mutating func nextRedelivery(in stream: Stream, to target: ExactString, now: Int64) -> Delivery? {
        while let sequence = redeliveries.first {
            redeliveries.removeFirst()
            guard let message = unacknowledged[sequence] else { continue }
            guard stream.index[sequence] != nil else {
                unacknowledged[sequence] = nil
                continue
            }
            guard configuration.maxDeliver <= 0 || message.deliveries < UInt64(configuration.maxDeliver) else {
                unacknowledged[sequence] = nil
                continue
            }
            let deliveries = message.deliveries + 1
            delivered.consumer += 1
            delivered.time = now
            expectAcknowledgement(of: sequence, deliveries: deliveries, now: now)
            return Delivery(
                sequence: sequence,
                consumerSequence: delivered.consumer,
                count: deliveries,
                pending: pending,
                subject: target
            )
        }
        return nil
    }

    /// The message that was just delivered as `delivered.consumer` must be acknowledged.
    mutating func expectAcknowledgement(of sequence: UInt64, deliveries: UInt64, now: Int64) {
        let deadline = now.adding(saturating: wait(afterDelivery: deliveries))
        if deliveries == 1 { deliveryOrder.append(sequence) }
        unacknowledged[sequence] = Unacknowledged(
            consumerSequence: delivered.consumer,
            deliveries: deliveries,
            deadline: deadline
        )
        soonestDeadline = min(soonestDeadline, deadline)
    }

    /// How long an acknowledgement may take.
    private func wait(afterDelivery count: UInt64) -> Int64 {
        guard !configuration.backoff.isEmpty else { return configuration.ackWait }
        return configuration.backoff[Int(clamping: min(count - 1, UInt64(configuration.backoff.count - 1)))]
    }

    /// Notes what was sent; a question for flow control may be due now.
    mutating func sent(_ bytes: Int, now: Int64) {
        lastSent = now
        if configuration.flowControl { window.sent(bytes) }
        guard !configuration.isPush, !requests.isEmpty else { return }
        requests[0].delivered(bytes, now: now)
        if requests[0].isComplete { requests.removeFirst() }
    }

    /// Puts what was not acknowledged in time in line again. Returns whether there is anything.
    mutating func collectOverdue(now: Int64) -> Bool {
        guard soonestDeadline <= now else { return false }
        var overdue: [UInt64] = []
        soonestDeadline = .max
        for (sequence, message) in unacknowledged {
            if message.deadline <= now {
                overdue.append(sequence)
            } else {
                soonestDeadline = min(soonestDeadline, message.deadline)
            }
        }
        overdue.sort()
        for sequence in overdue { unacknowledged[sequence]?.deadline = .max }
        redeliveries.append(contentsOf: overdue)
        return !overdue.isEmpty
    }
}
