import NIOCore

@testable import NATSWire

/// What a parser made of a run of bytes: its frames, in a form that can be compared, and how it ended.
struct ParseResult: Equatable, CustomStringConvertible {
    var frames: [String] = []
    var error: WireError?

    var description: String { "\(frames) \(error.map { "\($0)" } ?? "")" }
}

func text(_ buffer: ByteBuffer) -> String { String(buffer: buffer) }

func describe(_ message: MessageFrame) -> String {
    "\(text(message.subject))|\(text(message.subscriptionIdentifier))|\(message.reply.map(text) ?? "-")|"
        + "\(message.headerBlock.map(text) ?? "-")|\(text(message.payload))"
}

func describe(_ frame: ServerFrame) -> String {
    switch frame {
    case .info(let json): "info \(text(json))"
    case .message(let message): "message \(describe(message))"
    case .ping: "ping"
    case .pong: "pong"
    case .ok: "ok"
    case .error(let text): "error \(text)"
    }
}

func describe(_ frame: ClientFrame) -> String {
    switch frame {
    case .connect(let json): "connect \(text(json))"
    case .info(let json): "info \(text(json))"
    case .ignored: "ignored"
    case .publish(let message): "publish \(describe(message))"
    case .ping: "ping"
    case .pong: "pong"
    case .subscribe(let subject, let queue, let identifier):
        "subscribe \(text(subject)) \(queue.map(text) ?? "-") \(text(identifier))"
    case .unsubscribe(let identifier, let maximum): "unsubscribe \(text(identifier)) \(maximum ?? -1)"
    }
}

/// Feeds `pieces` one after the other and takes out every frame after each.
func parseServer(_ pieces: [[UInt8]], limits: WireLimits = .client) -> ParseResult {
    var parser = ServerFrameParser(limits: limits)
    return drive(pieces) { (buffer: inout ByteBuffer) throws(WireError) -> String? in
        try parser.decode(buffer: &buffer).map(describe)
    }
}

func parseClient(_ pieces: [[UInt8]], limits: WireLimits = WireLimits()) -> ParseResult {
    var parser = ClientFrameParser(limits: limits)
    return drive(pieces) { (buffer: inout ByteBuffer) throws(WireError) -> String? in
        try parser.decode(buffer: &buffer).map(describe)
    }
}

private func drive(
    _ pieces: [[UInt8]],
    _ next: (inout ByteBuffer) throws(WireError) -> String?
) -> ParseResult {
    var result = ParseResult()
    var buffer = ByteBuffer()
    for piece in pieces {
        buffer.writeBytes(piece)
        do {
            while let frame = try next(&buffer) { result.frames.append(frame) }
        } catch {
            result.error = error
            return result
        }
        buffer.discardReadBytes()
    }
    return result
}

let serverStream = [
    "INFO {\"server_id\":\"A\",\"version\":\"2.9.10\"} \r\n",
    "+OK\r\n", "PING\r\n", "pong\r\n", "-ERR 'Authorization Violation'\r\n",
    "MSG a.b 1 5\r\nhello\r\n",
    "MSG a.b 12 reply.to 0\r\n\r\n",
    "msg\ta.b \t 3   7\r\n\r\nPING\r\r\n",
    "HMSG $KV.b.k 9 18 21\r\nNATS/1.0\r\nA: b\r\n\r\nxyz\r\n",
    "HMSG _INBOX.x 1 _R 16 16\r\nNATS/1.0 503\r\n\r\n\r\n",
    "PING\n",
].joined()

let clientStream = [
    "CONNECT {\"verbose\":false,\"name\":\"x y\"}\r\n", "PING\r\n", "pInG \r\n", "PONG\r\n",
    "SUB a.* 1\r\n", "sub\ta.>  workers\t 2\r\n", "UNSUB 1\r\n", "UNSUB 2 10\r\n", "UNSUB 3 0\r\n",
    "PUB a 0\r\n\r\n", "PUB a.b reply 3\r\nxyz\r\n",
    "HPUB a r 18 20\r\nNATS/1.0\r\nA: b\r\n\r\nhi\r\n", "HPUB a 12 12\r\nNATS/1.0\r\n\r\n\r\n",
].joined()
