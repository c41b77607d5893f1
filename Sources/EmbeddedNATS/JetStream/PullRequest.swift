import NIOCore

/// A client's request for messages of a pull consumer.
struct PullRequest: Sendable {
    var reply: ExactString
    /// How many messages may still come.
    var batch: Int64
    /// How many bytes may still come; `nil` for any number.
    var bytes: Int64?
    /// When the request ends, in nanoseconds since 1970.
    var expires: Int64?
    var noWait: Bool
    var heartbeat: Int64
    var lastSent: Int64
    private var hasDelivered = false

    /// An empty payload asks for one message, a number for so many, an object says more.
    init(_ payload: ByteBuffer, reply: ExactString, now: Int64) throws(APIError) {
        self.reply = reply
        lastSent = now
        let text = String(decoding: payload.readableBytesView, as: UTF8.self)
        if text.first == "{" {
            let fields = try RequestFields(text: text)
            batch = max(1, try fields.integer("batch") ?? 1)
            bytes = try fields.integer("max_bytes").flatMap { $0 > 0 ? $0 : nil }
            noWait = try fields.flag("no_wait")
            heartbeat = max(0, try fields.integer("idle_heartbeat") ?? 0)
            let length = try fields.integer("expires") ?? 0
            expires = length > 0 ? now.adding(saturating: length) : nil
            return
        }
        batch = Int64(text) ?? 1
        bytes = nil
        expires = nil
        noWait = false
        heartbeat = 0
        if batch < 1 { batch = 1 }
    }

    var isComplete: Bool { batch <= 0 }

    var nextDeadline: Int64? {
        guard heartbeat > 0 else { return expires }
        let beat = lastSent.adding(saturating: heartbeat)
        return expires.map { min($0, beat) } ?? beat
    }

    mutating func delivered(_ size: Int, now: Int64) {
        batch -= 1
        bytes = bytes.map { $0 - Int64(size) }
        lastSent = now
        hasDelivered = true
    }
}
