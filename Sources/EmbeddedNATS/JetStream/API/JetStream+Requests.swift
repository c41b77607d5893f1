import JSON
import NIOCore

/// The answer to a request, before it has its type.
typealias Answer = JSONObject

extension JetStream {
    private static let prefix = "$JS.API."
    private static let answerType = "io.nats.jetstream.api.v1."

    /// Handles a message on a subject of JetStream's own. Returns `false` if nothing here is interested in it.
    mutating func handle(_ message: Publication, now: Int64) -> Bool {
        let subject = message.route.text
        guard subject.utf8.count > 4, subject.hasPrefix("$JS.") else { return publish(message, now: now) }
        if subject.hasPrefix(Self.prefix) {
            return handleRequest(message, now: now)
        }
        if subject.hasPrefix("$JS.ACK.") { return acknowledge(message, now: now) }
        if subject.hasPrefix("$JS.FC.") { return answerFlowControl(message.route, now: now) }
        return publish(message, now: now)
    }

    /// Keeps a message that the server itself made, where a stream wants it.
    mutating func capture(_ message: Publication, now: Int64) -> Bool {
        guard !message.route.text.hasPrefix("$JS.") else { return false }
        return publish(message, now: now)
    }

    private mutating func handleRequest(_ message: Publication, now: Int64) -> Bool {
        let rest = message.route.text.utf8.dropFirst(Self.prefix.utf8.count)
        if rest.starts(with: "DIRECT.GET.".utf8) {
            return directGet(message, Substring(rest.dropFirst("DIRECT.GET.".utf8.count)), now: now)
        }
        let tokens = Substring(rest).split(separator: ".", omittingEmptySubsequences: false)
        guard let request = APIRequest(tokens) else { return false }
        requestCount += 1
        guard let reply = message.reply else {
            // Without a reply subject nobody learns what came of it, but it is done.
            _ = try? answer(request, message, now: now)
            return true
        }
        var object: JSONObject = ["type": .string(Self.answerType + request.answerType)]
        do {
            guard let answer = try answer(request, message, now: now) else { return true }
            for member in answer { object[member.name] = member.value }
        } catch {
            errorCount += 1
            object.add("error", error.json)
            for member in request.emptyAnswer { object[member.name] = member.value }
        }
        send(Publication(reply, payload: object.buffer))
        return true
    }

    /// `nil` where the request is not answered in the API's form.
    private mutating func answer(
        _ request: APIRequest,
        _ message: Publication,
        now: Int64
    ) throws(APIError) -> Answer? {
        let payload = message.payload
        switch request {
        case .accountInfo: return accountInfo()
        case .streamCreate(let name): return try createStream(name, RequestFields(payload), now: now)
        case .streamUpdate(let name): return try updateStream(name, RequestFields(payload))
        case .streamInfo(let name): return try streamInfo(name, RequestFields(payload), now: now)
        case .streamDelete(let name): return try deleteStream(name)
        case .streamPurge(let name): return try purgeStream(name, RequestFields(payload), now: now)
        case .streamNames: return try streamNames(RequestFields(payload))
        case .streamList: return try streamList(RequestFields(payload), now: now)
        case .messageGet(let name): return try getMessage(name, RequestFields(payload))
        case .messageDelete(let name): return try deleteMessage(name, RequestFields(payload))
        case .consumerCreate(let stream, let name, let filter):
            let target = ConsumerTarget(stream: stream, name: name, durable: nil, filter: filter)
            return try createConsumer(target, RequestFields(payload), now: now)
        case .durableCreate(let stream, let durable):
            let target = ConsumerTarget(stream: stream, name: nil, durable: durable, filter: nil)
            return try createConsumer(target, RequestFields(payload), now: now)
        case .consumerInfo(let stream, let name): return try consumerInfo(stream, name, now: now)
        case .consumerDelete(let stream, let name): return try deleteConsumer(stream, name)
        case .consumerNames(let stream): return try consumerNames(stream, RequestFields(payload))
        case .consumerList(let stream): return try consumerList(stream, RequestFields(payload), now: now)
        case .consumerPause(let stream, let name):
            return try pauseConsumer(stream, name, RequestFields(payload), now: now)
        case .messageNext(let stream, let name):
            try nextMessage(stream, name, message, now: now)
            return nil
        }
    }

    private func accountInfo() -> Answer {
        var memory = 0
        var file = 0
        var consumers = 0
        for slot in slots {
            guard let slot else { continue }
            if slot.stream.configuration.storage == .memory {
                memory += slot.stream.bytes
            } else {
                file += slot.stream.bytes
            }
            consumers += slot.consumerSlots.count
        }
        return [
            "memory": .integer(memory), "storage": .integer(file),
            "reserved_memory": 0, "reserved_storage": 0,
            "streams": .integer(slotsByName.count), "consumers": .integer(consumers),
            "limits": [
                "max_memory": -1, "max_storage": -1, "max_streams": -1, "max_consumers": -1, "max_ack_pending": -1,
                "memory_max_stream_bytes": -1, "storage_max_stream_bytes": -1, "max_bytes_required": false,
            ],
            "api": ["level": 1, "total": .integer(requestCount), "errors": .integer(errorCount)],
        ]
    }
}
