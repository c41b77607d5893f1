import JSON
import NATSWire
import NIOCore

/// A message as a stream holds it, read from a direct get's reply or from STREAM.MSG.GET's.
struct StoredMessage {
    /// `nil` where the reply does not say it because the request did.
    var subject: String?
    var sequence: UInt64
    var messageID: String?
    var entry: KeyValueEntry?

    /// Reads a direct get's reply; `nil` if there is no such message.
    /// - Parameter subject: the only subject that counts, where the request did not name it.
    static func decode(direct message: MessageFrame, key: KeyValueKey, subject: String?) -> Result<Self?, NATSError> {
        do throws(NATSError) {
            guard let entry = try DirectReply.entry(of: message, key: key) else { return .success(nil) }
            if let subject, message.headers?.first("Nats-Subject" as StaticString) != subject { return .success(nil) }
            return .success(StoredMessage(subject: subject, sequence: entry.revision, messageID: nil, entry: entry))
        } catch {
            return .failure(error)
        }
    }

    /// Reads STREAM.MSG.GET's reply.
    static func decode(json reply: JSONValue, key: KeyValueKey) -> Result<Self?, NATSError> {
        guard let message = reply["message"], let sequence = message["seq"]?.unsigned,
            let subject = message["subject"]?.string,
            let created = message["time"]?.string.flatMap(Timestamp.init(rfc3339:)),
            let value = Base64.decode(message["data"]?.string ?? ""),
            let block = Base64.decode(message["hdrs"]?.string ?? "")
        else { return .failure(unreadable("the message's description is incomplete")) }
        let headers = Headers(ByteBuffer(bytes: block))
        let entry = KeyValueEntry(
            key: key,
            value: ByteBuffer(bytes: value),
            revision: sequence,
            created: created,
            operation: MessageFields(headers.bytes.readableBytesUInt8Span).operation
        )
        let id = headers.first("Nats-Msg-Id" as StaticString)
        return .success(StoredMessage(subject: subject, sequence: sequence, messageID: id, entry: entry))
    }

    private static func unreadable(_ text: String) -> NATSError { NATSError(.protocolViolation, text) }
}

/// Base64 of RFC 4648 with the standard alphabet.
enum Base64 {
    /// `nil` if `text` is not base64, padded or not.
    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for letter in text.utf8 {
            let value: UInt8
            switch letter {
            case 0x41...0x5A: value = letter - 0x41
            case 0x61...0x7A: value = letter - 0x61 + 26
            case 0x30...0x39: value = letter - 0x30 + 52
            case 0x2B: value = 62
            case 0x2F: value = 63
            case 0x3D: continue
            default: return nil
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                bits &= (1 << UInt32(count)) - 1
            }
        }
        return bytes
    }
}
