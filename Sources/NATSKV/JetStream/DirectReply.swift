import NATSWire
import NIOCore

/// The reply to a direct get: a stored message, with what the stream knows of it in the headers (ADR-31).
enum DirectReply {
    /// The entry in a reply; `nil` if there is no such message.
    static func entry(of message: MessageFrame, key: KeyValueKey) throws(NATSError) -> KeyValueEntry? {
        guard message.hasHeaders else { throw NATSError(.protocolViolation, "the reply has no headers") }
        let fields = MessageFields(message.bytes.readableBytesUInt8Span.extracting(message.headerRange))
        if let status = fields.status {
            // 404: no message. 408: the request was malformed, which ours are not.
            if status == 404 { return nil }
            let text = "the direct get was refused: \(status) \(message.headers?.statusDescription ?? "")"
            throw NATSError(.jetStream, text)
        }
        guard let sequence = fields.sequence, let created = fields.created else {
            throw NATSError(.protocolViolation, "the reply has no sequence or no time")
        }
        return KeyValueEntry(
            key: key,
            value: message.payload,
            revision: sequence,
            created: created,
            operation: fields.operation
        )
    }
}

/// The header fields that make an entry of a message, found in one walk over the block.
struct MessageFields {
    var status: Int?
    var sequence: UInt64?
    var created: Timestamp?
    var operation = KeyValueEntry.Operation.put

    /// - Parameter block: A whole header block.
    init(_ block: Span<UInt8>) {
        var cursor = Headers.Cursor(block)
        status = Headers.status(of: block)
        while let field = cursor.next(block) {
            switch field.name.count {
            case 13:
                if Headers.equals(block, field.name, "Nats-Sequence") {
                    sequence = Headers.decimal(block, field.value)
                }
            case 15:
                if Headers.equals(block, field.name, "Nats-Time-Stamp") {
                    created = Timestamp(rfc3339: block, field.value)
                }
            case 12:
                if Headers.equals(block, field.name, "KV-Operation") {
                    if Headers.equals(block, field.value, "DEL") { operation = .delete }
                    if Headers.equals(block, field.value, "PURGE") { operation = .purge }
                }
            case 18:
                // Markers that the server makes itself (2.11): a value expired, was purged or removed.
                if Headers.equals(block, field.name, "Nats-Marker-Reason") {
                    operation = Headers.equals(block, field.value, "Remove") ? .delete : .purge
                }
            default: break
            }
        }
    }
}
