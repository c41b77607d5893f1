import NATSWire
import NIOCore

/// The reply to a direct get: a stored message, with what the stream knows of it in the headers (ADR-31).
enum DirectReply {
    /// The entry in a reply; `nil` if there is no such message.
    /// - Parameters:
    ///   - subjectPrefix: What stands before the key in the subject that was asked for; `nil` where that is not known.
    ///   - takesMarkers: Whether a delete or purge marker is an entry; otherwise it counts as nothing.
    static func entry(
        of message: MessageFrame,
        key: KeyValueKey,
        subjectPrefix: String? = nil,
        takesMarkers: Bool = true
    ) throws(NATSError) -> KeyValueEntry? {
        guard message.hasHeaders else { throw NATSError(.protocolViolation, "the reply has no headers") }
        let block = message.bytes.readableBytesUInt8Span.extracting(message.headerRange)
        let fields = MessageFields(block)
        if let status = fields.status {
            // 404: no message. 408: the request was malformed, which ours are not.
            if status == 404 { return nil }
            let text = "the direct get was refused: \(status) \(message.headers?.statusDescription ?? "")"
            throw NATSError(.jetStream, text)
        }
        guard let sequence = fields.sequence, let created = fields.created else {
            throw NATSError(.protocolViolation, "the reply has no sequence or no time")
        }
        if let subjectPrefix, !isJoined(block, fields.subject, subjectPrefix, key.rawValue) {
            throw NATSError(.protocolViolation, "the reply is about another key")
        }
        guard takesMarkers || fields.operation == .put else { return nil }
        return KeyValueEntry(
            key: key,
            value: message.payload,
            revision: sequence,
            created: created,
            operation: fields.operation
        )
    }

    /// Whether two texts, one behind the other, are what stands at `range`.
    private static func isJoined(_ block: Span<UInt8>, _ range: Range<Int>?, _ head: String, _ tail: String) -> Bool {
        guard let range, range.count == head.utf8.count + tail.utf8.count else { return false }
        let middle = range.lowerBound + head.utf8.count
        return Headers.equals(block, range.lowerBound..<middle, head)
            && Headers.equals(block, middle..<range.upperBound, tail)
    }
}

/// The header fields that make an entry of a message, found in one walk over the block.
struct MessageFields {
    var status: Int?
    /// Where the subject stands in the block.
    var subject: Range<Int>?
    var sequence: UInt64?
    var created: Timestamp?
    var operation = KeyValueEntry.Operation.put

    /// - Parameter block: A whole header block.
    init(_ block: Span<UInt8>) {
        var cursor = Headers.Cursor(block)
        status = Headers.status(of: block)
        while let line = cursor.nextLine(block) {
            if let value = HeaderLine.value(of: "Nats-Sequence", in: line, of: block) {
                sequence = Headers.decimal(block, value)
            } else if let value = HeaderLine.value(of: "Nats-Subject", in: line, of: block) {
                subject = value
            } else if let value = HeaderLine.value(of: "Nats-Time-Stamp", in: line, of: block) {
                created = Timestamp(rfc3339: block, value)
            } else if let value = HeaderLine.value(of: "KV-Operation", in: line, of: block) {
                if Headers.equals(block, value, "DEL") { operation = .delete }
                if Headers.equals(block, value, "PURGE") { operation = .purge }
            } else if let value = HeaderLine.value(of: "Nats-Marker-Reason", in: line, of: block) {
                // Markers that the server makes itself (2.11): a value expired, was purged or removed.
                operation = Headers.equals(block, value, "Remove") ? .delete : .purge
            }
        }
    }
}
