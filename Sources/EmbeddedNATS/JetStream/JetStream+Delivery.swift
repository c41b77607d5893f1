import NIOCore

extension JetStream {
    /// What one consumer may send before the others get their turn.
    private static let turn = 256
    private static let turnBytes = 256 << 10

    /// Lets consumers that have something to send do so. Call again while `hasReadyConsumers`.
    mutating func deliver(now: Int64) {
        for reference in takeReady() {
            deliver(reference, now: now)
            arm(reference, now: now)
        }
    }

    private mutating func deliver(_ reference: ConsumerReference, now: Int64) {
        var bytes = 0
        for _ in 0..<Self.turn {
            guard consumer(reference) != nil, let visible = slots[reference.stream]?.stream.visibleThrough else {
                return
            }
            askForFlowControl(reference)
            let step = withSlot(reference.stream) { entry in
                entry.withConsumer(at: reference.consumer) { consumer, stream in
                    Self.step(&consumer, stream, visible: visible, now: now)
                }
            }
            switch step ?? nil {
            case .message(let publication, let sequence, let isDone):
                bytes += publication.payload.readableBytes
                send(publication, holding: false)
                if isDone { release(sequence, of: reference.stream) }
            case .status(let publication):
                send(publication, holding: false)
            case .skipped: continue
            case .nothing, nil:
                noteMove(reference)
                return
            }
            if bytes > Self.turnBytes { break }
        }
        askForFlowControl(reference)
        noteMove(reference)
        markReady(reference.stream, reference.consumer)
    }

    private enum Step {
        /// `isDone` says that no acknowledgement is awaited.
        case message(Publication, UInt64, isDone: Bool)
        /// A pull request ended.
        case status(Publication)
        /// The message was gone.
        case skipped
        case nothing
    }

    private static func step(_ consumer: inout Consumer, _ stream: Stream, visible: UInt64, now: Int64) -> Step {
        if let ended = consumer.endUnfulfillable(in: stream, through: visible, now: now) { return .status(ended) }
        guard let delivery = consumer.next(in: stream, through: visible, now: now) else { return .nothing }
        guard let message = try? stream.store.message(delivery.sequence) else { return .skipped }
        var headers = message.headers
        if consumer.configuration.headersOnly {
            var extended = MessageHeaders(message.headers)
            extended.add("Nats-Msg-Size", String(message.payload.readableBytes))
            headers = extended.finish()
        }
        let reply =
            "$JS.ACK.\(stream.configuration.name).\(consumer.name).\(delivery.count).\(delivery.sequence)"
            + ".\(delivery.consumerSequence).\(message.time).\(delivery.pending)"
        let publication = Publication(
            delivery.subject,
            as: message.subject,
            reply: ExactString(reply),
            headers: headers,
            payload: consumer.configuration.headersOnly ? ByteBuffer() : message.payload
        )
        consumer.sent(
            message.subject.count + reply.utf8.count + (headers?.readableBytes ?? 0)
                + publication.payload.readableBytes,
            now: now
        )
        return .message(publication, delivery.sequence, isDone: consumer.configuration.ackPolicy == .none)
    }

    // MARK: - Flow control and heartbeats

    private mutating func askForFlowControl(_ reference: ConsumerReference) {
        guard let consumer = consumer(reference), consumer.configuration.flowControl, consumer.window.asksNow,
            let stream = slots[reference.stream]?.name, let target = consumer.configuration.deliverSubject
        else { return }
        let question = ExactString("$JS.FC.\(stream).\(consumer.name).\(makeName(4))")
        _ = withSlot(reference.stream) { entry in
            entry.withConsumer(at: reference.consumer) { consumer, _ in consumer.window.asked(on: question) }
        }
        var headers = MessageHeaders(status: "100 FlowControl Request")
        send(Publication(ExactString(target), reply: question, headers: headers.finish()), holding: false)
    }

    /// A client answered a question for flow control. Returns `false` if the subject is none of those.
    mutating func answerFlowControl(_ subject: ExactString, now: Int64) -> Bool {
        let tokens = subject.text.split(separator: ".", omittingEmptySubsequences: false)
        guard tokens.count == 5, tokens[0] == "$JS", tokens[1] == "FC" else { return false }
        guard let slot = slotsByName[String(tokens[2])],
            let consumer = slots[slot]?.consumerSlots[String(tokens[3])]
        else { return true }
        let answered = withSlot(slot) { entry in
            entry.withConsumer(at: consumer) { consumer, _ in consumer.window.answered(on: subject) }
        }
        if answered == .some(.some(true)) { markReady(slot, consumer) }
        return true
    }

    mutating func sendHeartbeat(_ reference: ConsumerReference, now: Int64) {
        guard let consumer = consumer(reference), let target = consumer.configuration.deliverSubject,
            consumer.hasInterest
        else { return }
        var headers = MessageHeaders(status: "100 Idle Heartbeat")
        headers.add("Nats-Last-Consumer", String(consumer.delivered.consumer))
        headers.add("Nats-Last-Stream", String(consumer.delivered.stream))
        if consumer.window.isFull, let question = consumer.window.question {
            headers.add("Nats-Consumer-Stalled", question.text)
        }
        _ = withSlot(reference.stream) { entry in
            entry.withConsumer(at: reference.consumer) { consumer, _ in consumer.lastSent = now }
        }
        send(Publication(ExactString(target), headers: headers.finish()), holding: false)
    }

    // MARK: - Interest

    /// Somebody subscribed with `filter`, or stopped to.
    mutating func interestChanged(_ filter: String, now: Int64) {
        for reference in consumers(deliveringTo: filter) { refreshInterest(reference, now: now) }
    }

    mutating func refreshInterest(_ reference: ConsumerReference, now: Int64) {
        guard let configuration = consumer(reference)?.configuration, let target = configuration.deliverSubject else {
            return
        }
        let interested = hasInterest(target, configuration.deliverGroup)
        _ = withSlot(reference.stream) { entry in
            entry.withConsumer(at: reference.consumer) { consumer, _ in consumer.setInterest(interested, now: now) }
        }
        if interested { markReady(reference.stream, reference.consumer) }
        arm(reference, now: now)
    }
}
