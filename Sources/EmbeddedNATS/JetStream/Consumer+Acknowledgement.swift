import NIOCore

extension Consumer {
    /// What a client says about a message.
    enum Acknowledgement: Equatable {
        case done
        /// Deliver it again, at once or after so many nanoseconds.
        case notNow(delay: Int64)
        /// The client is still at it.
        case inProgress
        /// Never deliver it again.
        case terminate
        /// Done, and the request for more that is the rest of the payload.
        case doneAndNext(ByteBuffer)

        init?(_ payload: ByteBuffer) {
            let text = String(decoding: payload.readableBytesView.prefix(4), as: UTF8.self)
            switch text {
            case "", "+ACK", "+OK": self = .done
            case "+WPI": self = .inProgress
            case "+TER": self = .terminate
            case "+NXT":
                var rest = payload
                rest.moveReaderIndex(forwardBy: 4)
                while rest.readableBytesView.first == 0x20 { rest.moveReaderIndex(forwardBy: 1) }
                self = .doneAndNext(rest)
            case "-NAK": self = .notNow(delay: Self.delay(payload))
            default: return nil
            }
        }

        private static func delay(_ payload: ByteBuffer) -> Int64 {
            let text = String(decoding: payload.readableBytesView.dropFirst(4).drop { $0 == 0x20 }, as: UTF8.self)
            guard !text.isEmpty else { return 0 }
            if text.first == "{" {
                let delay = try? RequestFields(text: text).integer("delay")
                return max(0, (delay ?? nil) ?? 0)
            }
            return max(0, GoDuration.parse(text) ?? 0)
        }
    }

    /// Applies what a client said about the message `sequence`, which it got as the consumer's `consumerSequence`.
    /// - Returns: the messages that are done with.
    mutating func acknowledge(_ acknowledgement: Acknowledgement, sequence: UInt64, now: Int64) -> [UInt64] {
        guard configuration.ackPolicy != .none else { return [] }
        switch acknowledgement {
        case .done, .terminate, .doneAndNext:
            let done =
                configuration.ackPolicy == .all
                ? unacknowledged.keys.filter { $0 <= sequence }.sorted()
                : unacknowledged[sequence] == nil ? [] : [sequence]
            for sequence in done { settle(sequence, now: now) }
            return done
        case .inProgress:
            guard let message = unacknowledged[sequence] else { return [] }
            guard message.deadline != .max else { return [] }
            let deadline = now.adding(saturating: configuration.ackWait)
            unacknowledged[sequence]?.deadline = deadline
            soonestDeadline = min(soonestDeadline, deadline)
            return []
        case .notNow(let delay):
            guard unacknowledged[sequence] != nil else { return [] }
            if delay > 0 {
                let deadline = now.adding(saturating: delay)
                unacknowledged[sequence]?.deadline = deadline
                soonestDeadline = min(soonestDeadline, deadline)
                redeliveries.removeAll { $0 == sequence }
                return []
            }
            if !redeliveries.contains(sequence) { redeliveries.append(sequence) }
            unacknowledged[sequence]?.deadline = .max
            return []
        }
    }

    private mutating func settle(_ sequence: UInt64, now: Int64) {
        guard let message = unacknowledged.removeValue(forKey: sequence) else { return }
        if !redeliveries.isEmpty { redeliveries.removeAll { $0 == sequence } }
        acknowledged.time = now
        moveFloor(past: message.consumerSequence, sequence)
    }

    /// The floor is below the oldest message that is not acknowledged.
    private mutating func moveFloor(past consumerSequence: UInt64, _ sequence: UInt64) {
        while oldest < deliveryOrder.count, unacknowledged[deliveryOrder[oldest]] == nil { oldest += 1 }
        guard oldest < deliveryOrder.count, let waiting = unacknowledged[deliveryOrder[oldest]] else {
            deliveryOrder = []
            oldest = 0
            acknowledged.consumer = delivered.consumer
            acknowledged.stream = delivered.stream
            return
        }
        let first = deliveryOrder[oldest]
        if sequence < first {
            acknowledged.stream = first - 1
            acknowledged.consumer = max(acknowledged.consumer, min(consumerSequence, waiting.consumerSequence &- 1))
        }
        if oldest > 1024, oldest > deliveryOrder.count / 2 {
            deliveryOrder.removeFirst(oldest)
            oldest = 0
        }
    }
}
