import JSON
import NATSWire

extension StoredMessage {
    /// Reads a direct get's reply to a request that did not name the key.
    static func decode(direct message: MessageFrame, prefix: String) -> Result<Self?, NATSError> {
        let subject = message.headers?.first("Nats-Subject" as StaticString)
        let key = KeyValueKey(stored: subject.map { String($0.dropFirst(prefix.count)) } ?? "")
        return decode(direct: message, key: key, subject: nil).map { found in
            found.map { restricted($0, to: prefix, subject) }
        }
    }

    /// As above, for STREAM.MSG.GET.
    static func decode(json reply: JSONValue, prefix: String) -> Result<Self?, NATSError> {
        let subject = reply["message"]?["subject"]?.string
        let key = KeyValueKey(stored: subject.map { String($0.dropFirst(prefix.count)) } ?? "")
        return decode(json: reply, key: key).map { found in found.map { restricted($0, to: prefix, subject) } }
    }

    private static func restricted(_ message: Self, to prefix: String, _ subject: String?) -> Self {
        var message = message
        message.subject = subject
        if !(subject?.hasPrefix(prefix) ?? false) { message.entry = nil }
        return message
    }
}
