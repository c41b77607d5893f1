import JSON
import NIOCore

extension JetStream {
    mutating func getMessage(_ name: String, _ fields: RequestFields) throws(APIError) -> Answer {
        let slot = try slot(named: name)
        guard let stream = slots[slot]?.stream else { throw .streamNotFound }
        let query = try MessageQuery(fields)
        guard query.isValidSingle else { throw .badRequest }
        guard let message = try query.find(in: stream) else { throw .messageNotFound }
        var object: JSONObject = [
            "subject": .string(message.subject.text), "seq": .integer(message.sequence),
        ]
        if let headers = message.headers { object.add("hdrs", Base64.encode(headers)) }
        if message.payload.readableBytes > 0 { object.add("data", Base64.encode(message.payload)) }
        object.add("time", Timestamp.format(message.time))
        return ["message": .object(object)]
    }

    mutating func deleteMessage(_ name: String, _ fields: RequestFields) throws(APIError) -> Answer {
        let slot = try slot(named: name)
        guard let sequence = try fields.unsigned("seq") else { throw .badRequest }
        guard let configuration = slots[slot]?.stream.configuration else { throw .streamNotFound }
        if configuration.sealed { throw .sealed }
        if configuration.denyDelete { throw .messageDeleteFailed }
        let removed = withSlot(slot) { entry in
            let removed = entry.stream.remove(sequence)
            entry.settleRemoved()
            return removed
        }
        if removed != true, sequence > slots[slot]?.stream.position.last ?? 0 {
            throw APIError(500, 10057, "stream store EOF")
        }
        guard removed == true else { throw .sequenceNotFound(sequence) }
        return ["success": true]
    }

    // MARK: - Direct gets

    /// `rest` is the stream's name, in the subject form followed by "." and the subject.
    mutating func directGet(_ message: Publication, _ rest: Substring, now: Int64) -> Bool {
        let name: Substring
        var subject: Substring?
        if let dot = rest.utf8.firstIndex(of: UInt8(ascii: ".")) {
            name = rest[..<dot]
            subject = rest[rest.utf8.index(after: dot)...]
        } else {
            name = rest
        }
        guard let slot = slotsByName[String(name)], slots[slot]?.stream.configuration.allowDirect == true else {
            return false
        }
        guard let reply = message.reply else { return true }
        if let subject {
            guard message.payload.readableBytes == 0 else {
                let isJSON = (try? RequestFields(message.payload)) != nil
                sendStatus(isJSON ? "408 Bad Request" : "408 Malformed Request", to: reply)
                return true
            }
            directGetLast(slot, ExactString(subject), reply: reply)
            return true
        }
        directGet(slot, message.payload, reply: reply, now: now)
        return true
    }

    private mutating func directGetLast(_ slot: Int, _ subject: ExactString, reply: ExactString) {
        var found = slots[slot]?.stream.subjects.last(of: subject)
        if found == nil, SubjectRules.hasWildcards(subject.text) {
            found = slots[slot]?.stream.last(matching: subject.text)
        }
        guard let sequence = found, sequence > 0 else { return sendStatus("404 Message Not Found", to: reply) }
        sendDirect(slot, sequence, reply: reply)
    }

    private mutating func directGet(_ slot: Int, _ payload: ByteBuffer, reply: ExactString, now: Int64) {
        guard payload.readableBytes > 0 else { return sendStatus("408 Empty Request", to: reply) }
        guard let fields = try? RequestFields(payload), let query = try? MessageQuery(fields) else {
            return sendStatus("408 Malformed Request", to: reply)
        }
        if query.isEmpty { return sendStatus("408 Empty Request", to: reply) }
        if query.isBatch { return directGetBatch(slot, query, reply: reply) }
        guard query.isValidSingle else { return sendStatus("408 Bad Request", to: reply) }
        guard let stream = slots[slot]?.stream, let sequence = query.sequence(in: stream) else {
            return sendStatus("404 Message Not Found", to: reply)
        }
        sendDirect(slot, sequence, reply: reply)
    }

    mutating func sendStatus(_ status: StaticString, to reply: ExactString) {
        var headers = MessageHeaders(status: status)
        send(Publication(reply, headers: headers.finish()))
    }

    private mutating func sendDirect(_ slot: Int, _ sequence: UInt64, reply: ExactString) {
        guard let store = slots[slot]?.stream.store, let name = slots[slot]?.name,
            let message = try? store.message(sequence)
        else { return sendStatus("404 Message Not Found", to: reply) }
        let isDurable = store.firstUncommitted.map { sequence < $0 } ?? true
        var headers = Self.directHeaders(message, stream: name)
        send(Publication(reply, headers: headers.finish(), payload: message.payload), holding: !isDurable)
    }

    /// The stored headers and where the message lies.
    static func directHeaders(_ message: StoredMessage, stream: String) -> MessageHeaders {
        var headers = MessageHeaders(message.headers)
        headers.add("Nats-Stream", stream)
        headers.add("Nats-Subject", message.subject.text)
        headers.add("Nats-Sequence", String(message.sequence))
        headers.add("Nats-Time-Stamp", Timestamp.format(message.time))
        return headers
    }
}
