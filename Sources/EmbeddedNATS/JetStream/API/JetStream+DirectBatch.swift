import NIOCore

extension JetStream {
    private static let maximumBatch = 1024
    private static let maximumBatchBytes = 8 << 20

    /// Many messages with one request: the next ones of a subject, or the newest of several (server 2.11).
    mutating func directGetBatch(_ slot: Int, _ query: MessageQuery, reply: ExactString) {
        guard let stream = slots[slot]?.stream else { return }
        let isContradictory =
            query.lastBySubject != nil || (!query.multiLast.isEmpty && query.nextBySubject != nil)
            || (query.upToSequence > 0 && query.upToTime != nil)
            || (query.multiLast.isEmpty && (query.upToSequence > 0 || query.upToTime != nil))
        if isContradictory { return sendStatus("408 Bad Request", to: reply) }
        let sequences: [UInt64]
        let left: Int
        var upTo: UInt64 = stream.position.last
        if query.multiLast.isEmpty {
            (sequences, left) = Self.following(query, in: stream)
        } else {
            if query.upToSequence > 0 { upTo = query.upToSequence }
            if let time = query.upToTime { upTo = MessageQuery.first(in: stream, at: time) - 1 }
            let all = Self.newest(of: query.multiLast, in: stream, through: upTo)
            if all.count > Self.maximumBatch, query.batch == 0 || query.batch > Self.maximumBatch {
                return sendStatus("413 Too Many Results", to: reply)
            }
            let wanted = query.sequence > 0 ? all.filter { $0 >= query.sequence } : all
            let count = query.batch > 0 ? min(wanted.count, Int(clamping: query.batch)) : wanted.count
            sequences = Array(wanted.prefix(count))
            left = wanted.count - count
        }
        guard !sequences.isEmpty else {
            return sendStatus(query.multiLast.isEmpty ? "404 Message Not Found" : "404 No Results", to: reply)
        }
        send(sequences, left: left, upTo: query.multiLast.isEmpty ? nil : upTo, of: stream, query, reply: reply)
    }

    private mutating func send(
        _ sequences: [UInt64],
        left: Int,
        upTo: UInt64?,
        of stream: Stream,
        _ query: MessageQuery,
        reply: ExactString
    ) {
        let limit = query.maxBytes > 0 ? Int(clamping: query.maxBytes) : Self.maximumBatchBytes
        var bytes = 0
        var last: UInt64 = 0
        var pending = left + sequences.count
        for sequence in sequences {
            guard let message = try? stream.store.message(sequence) else { continue }
            pending -= 1
            var headers = Self.directHeaders(message, stream: stream.configuration.name)
            headers.add("Nats-Num-Pending", String(pending))
            headers.add("Nats-Last-Sequence", String(last))
            send(Publication(reply, headers: headers.finish(), payload: message.payload))
            last = message.sequence
            bytes += message.subject.count + message.payload.readableBytes + (message.headers?.readableBytes ?? 0)
            if bytes >= limit { break }
        }
        var end = MessageHeaders(status: "204 EOB")
        end.add("Nats-Num-Pending", String(pending))
        end.add("Nats-Last-Sequence", String(last))
        if let upTo { end.add("Nats-UpTo-Sequence", String(upTo)) }
        send(Publication(reply, headers: end.finish()))
    }

    private static func following(_ query: MessageQuery, in stream: Stream) -> (sequences: [UInt64], left: Int) {
        let filter = ConsumerFilter(query.nextBySubject.map { [$0] } ?? [])
        var next = query.sequence
        if let time = query.startTime { next = MessageQuery.first(in: stream, at: time) }
        let all = filter.count(in: stream, from: next)
        var sequences: [UInt64] = []
        let count = min(Int(clamping: query.batch), maximumBatch * 8)
        while sequences.count < count, let sequence = filter.first(in: stream, from: next) {
            sequences.append(sequence)
            next = sequence + 1
        }
        return (sequences, all - sequences.count)
    }

    private static func newest(of filters: [String], in stream: Stream, through last: UInt64) -> [UInt64] {
        var found: Set<UInt64> = []
        for filter in filters {
            stream.subjects.forEach(matching: filter) { _, sequences in
                if let sequence = sequences.last(through: last) { found.insert(sequence) }
            }
        }
        return found.sorted()
    }
}
