import JSON
import NIOCore

/// JetStream's answer to a published message, read without building a JSON tree.
enum PublishAcknowledgement {
    /// - Returns: the acknowledgement, or the error that the server sent.
    static func decode(_ payload: ByteBuffer, subject: String) -> Result<WriteAcknowledgement, NATSError> {
        let bytes = payload.readableBytesUInt8Span
        do {
            var position = 0
            var isFirst = true
            var sequence: UInt64?
            var isDuplicate = false
            try JSONScanner.beginObject(bytes, &position)
            while let name = try JSONScanner.nextMember(bytes, &position, &isFirst) {
                if JSONScanner.equals(bytes, name, "seq" as StaticString) {
                    sequence = number(bytes, try JSONScanner.scanNumber(bytes, &position))
                } else if JSONScanner.equals(bytes, name, "duplicate" as StaticString) {
                    isDuplicate = try JSONScanner.scanBoolean(bytes, &position)
                } else if JSONScanner.equals(bytes, name, "error" as StaticString) {
                    return .failure(JetStreamErrorCode.error(try JSONValue.read(bytes, &position), subject: subject))
                } else {
                    _ = try JSONScanner.skipValue(bytes, &position)
                }
            }
            guard let sequence, sequence > 0 else { return .failure(unreadable(subject, nil)) }
            return .success(WriteAcknowledgement(revision: sequence, isDuplicate: isDuplicate))
        } catch {
            return .failure(unreadable(subject, error))
        }
    }

    private static func unreadable(_ subject: String, _ error: (any Error)?) -> NATSError {
        NATSError(.outcomeUnknown, "the acknowledgement cannot be read", subject: subject, underlying: error)
    }

    private static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
        var value: UInt64 = 0
        guard range.count <= 19 else { return nil }
        for index in range {
            let digit = bytes[index] &- 0x30
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ UInt64(digit)
        }
        return value
    }
}
