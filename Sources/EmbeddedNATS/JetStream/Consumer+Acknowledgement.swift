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
    /// Returns whether the consumer may have something to deliver now.
    mutating func acknowledge(_ acknowledgement: Acknowledgement, sequence: UInt64, now: Int64) -> Bool {
        guard configuration.ackPolicy != .none else { return false }
        switch acknowledgement {
        case .done, .terminate, .doneAndNext:
            if configuration.ackPolicy == .all {
                for earlier in unacknowledged.keys where earlier <= sequence { settle(earlier, now: now) }
            } else {
                settle(sequence, now: now)
            }
            return true
        case .inProgress:
            guard let message = unacknowledged[sequence] else { return false }
            guard message.deadline != .max else { return false }
            unacknowledged[sequence]?.deadline = now + configuration.ackWait
            return false
        case .notNow(let delay):
            guard unacknowledged[sequence] != nil else { return false }
            if delay > 0 {
                unacknowledged[sequence]?.deadline = now.addingReportingOverflow(delay).partialValue
                redeliveries.removeAll { $0 == sequence }
                return true
            }
            if !redeliveries.contains(sequence) { redeliveries.append(sequence) }
            unacknowledged[sequence]?.deadline = .max
            return true
        }
    }

    private mutating func settle(_ sequence: UInt64, now: Int64) {
        guard let message = unacknowledged.removeValue(forKey: sequence) else { return }
        redeliveries.removeAll { $0 == sequence }
        acknowledged.time = now
        guard let oldest = unacknowledged.min(by: { $0.key < $1.key }) else {
            acknowledged.consumer = delivered.consumer
            acknowledged.stream = delivered.stream
            return
        }
        if sequence < oldest.key {
            acknowledged.stream = oldest.key - 1
            acknowledged.consumer = max(
                acknowledged.consumer,
                min(message.consumerSequence, oldest.value.consumerSequence - 1)
            )
        }
    }
}
