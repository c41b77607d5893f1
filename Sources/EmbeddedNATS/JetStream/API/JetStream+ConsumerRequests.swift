import JSON
import NIOCore

/// What the subject of a create request says about the consumer.
struct ConsumerTarget: Sendable {
    var stream: String
    var name: String?
    var durable: String?
    var filter: String?
}

extension JetStream {
    private static let namesLimit = 1024
    private static let listLimit = 256

    mutating func createConsumer(
        _ target: ConsumerTarget,
        _ fields: RequestFields,
        now: Int64
    ) throws(APIError) -> Answer {
        let given = try fields.string("stream_name") ?? ""
        guard given == target.stream else { throw .streamNameMismatch }
        var configuration = try ConsumerConfiguration(fields.fields("config") ?? RequestFields())
        let name = try Self.name(target, configuration)
        if let filter = target.filter {
            guard configuration.filterSubjects.isEmpty else {
                throw APIError(400, 10137, "consumer with multiple subject filters cannot use subject based API")
            }
            guard configuration.filterSubject == filter else { throw .filterMismatch }
        }
        let slot = try slot(named: target.stream)
        guard let entry = slots[slot] else { throw .streamNotFound }
        configuration.fillDefaults(for: entry.stream.configuration)
        configuration.name = name ?? ""
        try configuration.validate(for: entry.stream.configuration)
        let action = try fields.string("action") ?? ""
        if let name, let existing = entry.consumer(named: name) {
            return try change(existing, to: configuration, action: action, in: slot, now: now)
        }
        if action == "update" { throw APIError(400, 10149, "consumer does not exist") }
        if entry.stream.configuration.maxConsumers > 0,
            entry.consumerSlots.count >= entry.stream.configuration.maxConsumers
        {
            throw .maximumConsumers
        }
        var unused = name ?? makeName(8)
        while entry.consumer(named: unused) != nil, name == nil { unused = makeName(8) }
        configuration.name = unused
        let consumer = Consumer(
            configuration,
            name: unused,
            identity: makeIdentity(),
            stream: entry.stream,
            now: now
        )
        start(consumer, in: slot, now: now)
        return describe(consumer: unused, in: slot, now: now)
    }

    private mutating func start(_ consumer: Consumer, in slot: Int, now: Int64) {
        guard let index = withSlot(slot, { entry in entry.add(consumer) }) else { return }
        let reference = ConsumerReference(stream: slot, consumer: index, identity: consumer.identity)
        link(reference, deliverSubject: consumer.configuration.deliverSubject)
        refreshInterest(reference, now: now)
        noteMove(reference)
        arm(reference, now: now)
    }

    /// The name that the request gives the consumer; `nil` where the server is to make one.
    private static func name(
        _ target: ConsumerTarget,
        _ configuration: ConsumerConfiguration
    ) throws(APIError) -> String? {
        let given = configuration.name.isEmpty ? nil : configuration.name
        if let durable = target.durable {
            guard let wanted = configuration.durableName else { throw .consumerDurableNotInRequest }
            guard wanted == durable else { throw .consumerDurableNameMismatch }
        } else if let name = target.name {
            // The real server lets the subject's name win over `name`, but not over `durable_name`.
            if let durable = configuration.durableName, durable != name { throw .consumerNameMismatch }
        } else if configuration.durableName != nil {
            throw .consumerEphemeralWithDurableName
        }
        guard let name = target.durable ?? target.name ?? given else { return nil }
        guard StreamConfiguration.isValidName(name) else {
            throw APIError(400, 10103, "durable name can not contain '.', '*', '>'")
        }
        return name
    }

    private mutating func change(
        _ existing: Consumer,
        to configuration: ConsumerConfiguration,
        action: String,
        in slot: Int,
        now: Int64
    ) throws(APIError) -> Answer {
        let isSame = existing.configuration == configuration
        if action == "create", !isSame { throw APIError(400, 10148, "consumer already exists") }
        if !isSame {
            let old = existing.configuration
            func refuse(_ what: String) -> APIError { .consumerCreate("\(what) can not be updated") }
            if old.deliverPolicy != configuration.deliverPolicy { throw refuse("deliver policy") }
            if old.startSequence != configuration.startSequence { throw refuse("start sequence") }
            if old.startTime != configuration.startTime { throw refuse("start time") }
            if old.ackPolicy != configuration.ackPolicy { throw refuse("ack policy") }
            if old.replayPolicy != configuration.replayPolicy { throw refuse("replay policy") }
            if old.isPush != configuration.isPush {
                throw .consumerCreate(
                    old.isPush
                        ? "can not update push consumer to pull based" : "can not update pull consumer to push based"
                )
            }
            if old.isPush, existing.hasInterest, old.deliverSubject != configuration.deliverSubject {
                throw .consumerNameExists
            }
            _ = withSlot(slot) { entry in entry.update(existing.name, configuration) }
            if let index = slots[slot]?.consumerSlots[existing.name] {
                let reference = ConsumerReference(stream: slot, consumer: index, identity: existing.identity)
                unlink(reference, deliverSubject: old.deliverSubject)
                link(reference, deliverSubject: configuration.deliverSubject)
                refreshInterest(reference, now: now)
                noteMove(reference)
            }
        }
        return describe(consumer: existing.name, in: slot, now: now)
    }

    func consumerInfo(_ stream: String, _ name: String, now: Int64) throws(APIError) -> Answer {
        let slot = try slot(named: stream)
        guard slots[slot]?.consumerSlots[name] != nil else { throw .consumerNotFound }
        return describe(consumer: name, in: slot, now: now)
    }

    mutating func deleteConsumer(_ stream: String, _ name: String) throws(APIError) -> Answer {
        let slot = try slot(named: stream)
        guard slots[slot]?.consumerSlots[name] != nil else { throw .consumerNotFound }
        removeConsumer(name, of: slot)
        return ["success": true]
    }

    func consumerNames(_ stream: String, _ fields: RequestFields) throws(APIError) -> Answer {
        let slot = try slot(named: stream)
        let names = slots[slot]?.consumerNames ?? []
        let offset = min(names.count, Int(clamping: max(0, try fields.integer("offset") ?? 0)))
        let page = names.dropFirst(offset).prefix(Self.namesLimit).map { JSONValue.string($0) }
        return [
            "total": .integer(names.count), "offset": .integer(offset), "limit": .integer(Self.namesLimit),
            "consumers": .array(Array(page)),
        ]
    }

    func consumerList(_ stream: String, _ fields: RequestFields, now: Int64) throws(APIError) -> Answer {
        let slot = try slot(named: stream)
        let names = slots[slot]?.consumerNames ?? []
        let offset = min(names.count, Int(clamping: max(0, try fields.integer("offset") ?? 0)))
        let page = names.dropFirst(offset).prefix(Self.listLimit)
        return [
            "total": .integer(names.count), "offset": .integer(offset), "limit": .integer(Self.listLimit),
            "consumers": .array(page.map { .object(describe(consumer: $0, in: slot, now: now)) }),
        ]
    }

    mutating func pauseConsumer(
        _ stream: String,
        _ name: String,
        _ fields: RequestFields,
        now: Int64
    ) throws(APIError) -> Answer {
        let slot = try slot(named: stream)
        let until = try fields.time("pause_until").flatMap { $0 > now ? $0 : nil }
        guard let index = slots[slot]?.consumerSlots[name], let consumer = slots[slot]?.consumer(named: name) else {
            throw .consumerNotFound
        }
        _ = withSlot(slot) { entry in
            entry.withConsumer(name) { consumer, _ in consumer.configuration.pauseUntil = until }
        }
        let reference = ConsumerReference(stream: slot, consumer: index, identity: consumer.identity)
        markReady(slot, index)
        arm(reference, now: now)
        noteMove(reference)
        var answer: Answer = ["paused": .bool(until != nil)]
        answer.add("pause_until", until.map { Timestamp.format($0) } ?? Timestamp.zero)
        if let until { answer.add("pause_remaining", until.adding(saturating: -now)) }
        return answer
    }

    /// A request for messages of a pull consumer.
    mutating func nextMessage(_ stream: String, _ name: String, _ message: Publication, now: Int64) throws(APIError) {
        guard let reply = message.reply else { return }
        guard let slot = slotsByName[stream], let index = slots[slot]?.consumerSlots[name],
            let consumer = slots[slot]?.consumer(named: name), !consumer.configuration.isPush
        else { return sendStatus("503", to: reply) }
        guard let request = try? PullRequest(message.payload, reply: reply, now: now) else {
            return sendStatus("400 Bad Request", to: reply)
        }
        ask(request, slot: slot, consumer: index, now: now)
    }

    private mutating func ask(_ request: PullRequest, slot: Int, consumer index: Int, now: Int64) {
        guard let identity = slots[slot]?.consumers[index]?.identity else { return }
        let refusal = withSlot(slot) { entry in
            entry.withConsumer(at: index) { consumer, _ in
                if consumer.idleSince != nil { consumer.idleSince = now }
                return consumer.request(request)
            }
        }
        if let refusal = (refusal ?? nil) ?? nil {
            send(refusal, holding: false)
            return
        }
        markReady(slot, index)
        arm(ConsumerReference(stream: slot, consumer: index, identity: identity), now: now)
    }

    /// `$JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<time>.<pending>`, or the newer form with
    /// a domain and an account after ACK.
    mutating func acknowledge(_ message: Publication, now: Int64) -> Bool {
        var tokens = message.route.text.split(separator: ".", omittingEmptySubsequences: false)[...].dropFirst(2)
        if tokens.count >= 9 { tokens = tokens.dropFirst(2) }
        guard tokens.count >= 7 else { return false }
        let start = tokens.startIndex
        guard let slot = slotsByName[String(tokens[start])],
            let index = slots[slot]?.consumerSlots[String(tokens[start + 1])],
            let identity = slots[slot]?.consumers[index]?.identity
        else { return false }
        guard let sequence = UInt64(tokens[start + 3]), let acknowledgement = Consumer.Acknowledgement(message.payload)
        else { return true }
        let reference = ConsumerReference(stream: slot, consumer: index, identity: identity)
        let done = withSlot(slot) { entry in
            entry.withConsumer(at: index) { consumer, _ in
                consumer.acknowledge(acknowledgement, sequence: sequence, now: now)
            }
        }
        noteMove(reference)
        for sequence in (done ?? nil) ?? [] { release(sequence, of: slot) }
        markReady(slot, index)
        if case .doneAndNext(let payload) = acknowledgement {
            if let reply = message.reply, let request = try? PullRequest(payload, reply: reply, now: now) {
                ask(request, slot: slot, consumer: index, now: now)
            }
        } else if let reply = message.reply {
            send(Publication(reply))
        }
        arm(reference, now: now)
        return true
    }

    // MARK: - Description

    func describe(consumer name: String, in slot: Int, now: Int64) -> JSONObject {
        guard let entry = slots[slot], let consumer = entry.consumer(named: name) else { return [:] }
        func place(_ place: Consumer.Place) -> JSONValue {
            var object: JSONObject = [
                "consumer_seq": .integer(place.consumer), "stream_seq": .integer(place.stream),
            ]
            if place.time > 0 { object.add("last_active", Timestamp.format(place.time)) }
            return .object(object)
        }
        let redelivered = consumer.unacknowledged.values.filter { $0.deliveries > 1 }.count
        var object: JSONObject = [
            "stream_name": .string(entry.name), "name": .string(name),
            "created": .string(Timestamp.format(consumer.created)),
            "config": .object(consumer.configuration.json),
            "delivered": place(consumer.delivered), "ack_floor": place(consumer.acknowledged),
            "num_ack_pending": .integer(consumer.unacknowledged.count), "num_redelivered": .integer(redelivered),
            "num_waiting": .integer(consumer.requests.count), "num_pending": .integer(consumer.pending),
        ]
        object.addIfTrue("push_bound", consumer.configuration.isPush && consumer.hasInterest)
        if consumer.isPaused(now: now), let until = consumer.configuration.pauseUntil {
            object.add("paused", true)
            object.add("pause_remaining", until.adding(saturating: -now))
        }
        if now > 0 { object.add("ts", Timestamp.format(now)) }
        return object
    }
}
