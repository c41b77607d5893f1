import JSON
import NIOCore

extension JetStream {
    private static let maximumHops = 8

    /// Stores a message on a stream's subject and acknowledges it. Returns `false` if no stream wants it.
    mutating func publish(_ message: Publication, now: Int64) -> Bool {
        guard message.hops < Self.maximumHops, let slot = capturing(message.route.text),
            let name = slots[slot]?.name, SubjectRules.isValidLiteral(message.route.text)
        else { return false }
        let acknowledges = message.reply != nil && slots[slot]?.stream.configuration.noAck == false
        if storage.isFailing {
            // Said at once: what is held back now waits until the disk can be written to again.
            if acknowledges { refuse(message.reply, .storeUnavailable, stream: name, holding: false) }
            return true
        }
        let outcome = withSlot(slot) { entry in
            Result { () throws(APIError) in
                try entry.stream.publish(
                    subject: message.route,
                    headers: message.headers,
                    payload: message.payload,
                    now: now
                )
            }
        }
        switch outcome {
        case .success(.stored(let stored, let previous)):
            self.stored(stored.sequence, subject: stored.subject, in: slot)
            republish(stored, previous: previous, from: slot, hops: message.hops)
            if slots[slot]?.stream.configuration.retention == .interest { release(stored.sequence, of: slot) }
            if acknowledges { acknowledge(message.reply, stream: name, sequence: stored.sequence, isDuplicate: false) }
        case .success(.duplicate(let sequence)):
            if acknowledges { acknowledge(message.reply, stream: name, sequence: sequence, isDuplicate: true) }
        case .failure(let error):
            if acknowledges { refuse(message.reply, error, stream: name) }
        case nil: return false
        }
        return true
    }

    private mutating func acknowledge(_ reply: ExactString?, stream: String, sequence: UInt64, isDuplicate: Bool) {
        guard let reply else { return }
        var writer = JSONWriter(reserving: 64)
        writer.append("{\"stream\":")
        writer.writeString(stream)
        writer.append(", \"seq\":")
        writer.write(sequence)
        if isDuplicate { writer.append(",\"duplicate\": true") }
        writer.append("}")
        send(Publication(reply, payload: ByteBuffer(bytes: writer.bytes)))
    }

    /// Removes a message that nobody waits for any more, where the stream's retention says so.
    mutating func release(_ sequence: UInt64, of slot: Int) {
        guard let retention = slots[slot]?.stream.configuration.retention, retention != .limits else { return }
        _ = withSlot(slot) { entry in
            guard let subject = entry.stream.subject(of: sequence) else { return }
            if retention == .interest, entry.isWanted(sequence, subject: subject) { return }
            _ = entry.stream.remove(sequence)
            entry.settleRemoved()
        }
    }

    private mutating func refuse(_ reply: ExactString?, _ error: APIError, stream: String, holding: Bool = true) {
        guard let reply else { return }
        let answer: JSONObject = ["error": .object(error.json), "stream": .string(stream), "seq": 0]
        send(Publication(reply, payload: answer.buffer), holding: holding)
    }

    private mutating func republish(_ message: StoredMessage, previous: UInt64, from slot: Int, hops: Int) {
        guard let stream = slots[slot]?.stream, let target = stream.republishSubject(message.subject) else { return }
        var headers = MessageHeaders(message.headers)
        headers.add("Nats-Stream", stream.configuration.name)
        headers.add("Nats-Subject", message.subject.text)
        headers.add("Nats-Sequence", String(message.sequence))
        headers.add("Nats-Time-Stamp", Timestamp.format(message.time))
        headers.add("Nats-Last-Sequence", String(previous))
        let headersOnly = stream.configuration.republish?.headersOnly == true
        if headersOnly { headers.add("Nats-Msg-Size", String(message.payload.readableBytes)) }
        var copy = Publication(
            ExactString(target),
            headers: headers.finish(),
            payload: headersOnly ? ByteBuffer() : message.payload
        )
        copy.hops = hops + 1
        send(copy)
    }
}
