/// Which messages a get asks for.
struct MessageQuery: Sendable, Equatable {
    var sequence: UInt64
    var lastBySubject: String?
    var nextBySubject: String?
    var batch: Int64
    var maxBytes: Int64
    var startTime: Int64?
    var multiLast: [String]
    var upToSequence: UInt64
    var upToTime: Int64?

    init(_ fields: RequestFields) throws(APIError) {
        sequence = try fields.unsigned("seq") ?? 0
        lastBySubject = try fields.string("last_by_subj").flatMap { $0.isEmpty ? nil : $0 }
        nextBySubject = try fields.string("next_by_subj").flatMap { $0.isEmpty ? nil : $0 }
        batch = try fields.integer("batch") ?? 0
        maxBytes = try fields.integer("max_bytes") ?? 0
        startTime = try fields.time("start_time")
        multiLast = try fields.strings("multi_last") ?? []
        upToSequence = try fields.unsigned("up_to_seq") ?? 0
        upToTime = try fields.time("up_to_time")
    }

    /// Whether it does not say where to look.
    var isEmpty: Bool {
        sequence == 0 && lastBySubject == nil && nextBySubject == nil && startTime == nil && multiLast.isEmpty
    }
    var isBatch: Bool { batch > 0 || !multiLast.isEmpty }

    /// Whether it asks for one message in one way.
    var isValidSingle: Bool {
        if sequence > 0 { return lastBySubject == nil && startTime == nil }
        if startTime != nil { return lastBySubject == nil }
        return (lastBySubject == nil) != (nextBySubject == nil)
    }

    /// The number of the message that is asked for.
    func sequence(in stream: Stream) -> UInt64? {
        if let lastBySubject {
            let last = stream.last(matching: lastBySubject)
            return last > 0 ? last : nil
        }
        var start = sequence
        if let startTime { start = Self.first(in: stream, at: startTime) }
        if let nextBySubject { return ConsumerFilter([nextBySubject]).first(in: stream, from: start) }
        if startTime != nil { return stream.index.first(from: start)?.sequence }
        return stream.index[start] != nil ? start : nil
    }

    func find(in stream: Stream) throws(APIError) -> StoredMessage? {
        guard let sequence = sequence(in: stream) else { return nil }
        do {
            return try stream.store.message(sequence)
        } catch {
            throw .storeFailed(error.description)
        }
    }

    /// The number of the first message stored at `time` or later.
    static func first(in stream: Stream, at time: Int64) -> UInt64 {
        var found = stream.position.last + 1
        stream.index.forEach { entry in
            guard entry.time >= time else { return true }
            found = entry.sequence
            return false
        }
        return found
    }
}
