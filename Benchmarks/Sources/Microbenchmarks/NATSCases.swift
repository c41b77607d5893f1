import NATSWire
import NIOCore

/// Frames of the NATS protocol, as a direct get and an acknowledged put need them.
enum NATSCases {
    static func all() -> [Case] {
        let inbox = Array("_INBOX.q3WJ8rtuLkZ0bVn5.".utf8)
        let payload = ByteBuffer(string: #"{"token":""# + String(repeating: "x", count: 105) + #""}"#)
        let messageID = Array("NATS/1.0\r\nNats-Msg-Id: q3WJ8rtuLkZ0bVn5.123456\r\n\r\n".utf8)
        let reply = reply(payload)
        let replies = ByteBuffer(bytes: Array(repeating: Array(reply.readableBytesView), count: 64).joined())
        var out = ByteBuffer()
        func publish(_ prefix: String, headers: [UInt8]?, payload: ByteBuffer?) {
            out.clear()
            FrameEncoder.publish(
                JoinedBytes(prefix, "user.k0001234"),
                reply: inbox,
                replyNumber: 123_456,
                headers: headers,
                payload: payload,
                to: &out
            )
        }
        return [
            Case(.nats, "direct get: written") {
                publish("$JS.API.DIRECT.GET.KV_kv.$KV.kv.", headers: nil, payload: nil)
            },
            Case(.nats, "put with a message id: written") { publish("$KV.kv.", headers: messageID, payload: payload) },
            Case(.nats, "answer to a direct get: read") { try read(reply, count: 1, headers: false) },
            Case(.nats, "answer to a direct get: read, with its headers") { try read(reply, count: 1, headers: true) },
            Case(.nats, "64 answers in one buffer: read") { try read(replies, count: 64, headers: false) },
            Case(.nats, "direct get: read by the server") { try readRequest() },
        ]
    }

    /// What a server sends for a direct get.
    private static func reply(_ payload: ByteBuffer) -> ByteBuffer {
        let headers = Array(
            ("NATS/1.0\r\nNats-Stream: KV_kv\r\nNats-Subject: $KV.kv.user.k0001234\r\nNats-Sequence: 4711\r\n"
                + "Nats-Time-Stamp: 2026-01-31T12:00:00.123456789Z\r\n\r\n").utf8
        )
        var frame = ByteBuffer()
        FrameEncoder.message(
            "_INBOX.q3WJ8rtuLkZ0bVn5.123456",
            subscription: "1",
            reply: nil as String?,
            headers: headers,
            payload: payload,
            to: &frame
        )
        return frame
    }

    private static func read(_ bytes: ByteBuffer, count: Int, headers: Bool) throws {
        var parser = ServerFrameParser()
        var buffer = bytes
        var found = 0
        while let frame = try parser.decode(buffer: &buffer) {
            guard case .message(let message) = frame else { throw WrongResult(found: "\(frame)") }
            found += 1
            if headers {
                guard let fields = message.headers, fields.number("Nats-Sequence") == 4711,
                    fields.range(of: "Nats-Time-Stamp") != nil, fields.range(of: "KV-Operation") == nil
                else { throw WrongResult(found: "other headers") }
            }
        }
        guard found == count else { throw WrongResult(found: "\(found) frames") }
    }

    private static let request = ByteBuffer(
        string: "PUB $JS.API.DIRECT.GET.KV_kv.$KV.kv.user.k0001234 _INBOX.q3WJ8rtuLkZ0bVn5.123456 0\r\n\r\n"
    )

    private static func readRequest() throws {
        var parser = ClientFrameParser()
        var buffer = request
        guard let frame = try parser.decode(buffer: &buffer), case .publish = frame else {
            throw WrongResult(found: "no frame")
        }
    }
}
