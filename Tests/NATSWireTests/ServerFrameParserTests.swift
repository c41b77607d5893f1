import NIOCore
import Testing

@testable import NATSWire

@Suite struct ServerFrameParserTests {
    static let expected = [
        "info {\"server_id\":\"A\",\"version\":\"2.9.10\"} ", "ok", "ping", "pong", "error Authorization Violation",
        "message a.b|1|-|-|hello", "message a.b|12|reply.to|-|", "message a.b|3|-|-|\r\nPING\r",
        "message $KV.b.k|9|-|NATS/1.0\r\nA: b\r\n\r\n|xyz", "message _INBOX.x|1|_R|NATS/1.0 503\r\n\r\n|", "ping",
    ]

    @Test func `reads every operation of a server`() {
        #expect(parseServer([Array(serverStream.utf8)]) == ParseResult(frames: Self.expected))
    }

    @Test func `gives the same frames wherever the input is cut in two`() {
        let bytes = Array(serverStream.utf8)
        for cut in 0...bytes.count {
            let result = parseServer([Array(bytes[..<cut]), Array(bytes[cut...])])
            #expect(result == ParseResult(frames: Self.expected), "cut at \(cut)")
        }
    }

    @Test func `gives the same frames one byte at a time`() {
        #expect(parseServer(serverStream.utf8.map { [$0] }) == ParseResult(frames: Self.expected))
    }

    @Test(arguments: [
        ("PUB a 0\r\n\r\n", WireError.unknownOperation), ("GET / HTTP/1.1\r\n", .unknownOperation),
        ("XXXXXXXXXXXX", .unknownOperation), ("\r\n", .unknownOperation), (" PING\r\n", .unknownOperation),
        ("MSG a 1\r\n", .invalidArguments(.message)), ("MSG a 1 r x 1\r\n", .invalidArguments(.message)),
        ("MSG a 1 -1\r\n", .invalidArguments(.message)), ("MSG a 1 1x\r\n", .invalidArguments(.message)),
        ("MSG a 1 99999999999999999999\r\n", .invalidArguments(.message)),
        ("HMSG a 1 10\r\n", .invalidArguments(.headerMessage)),
        ("HMSG a 1 11 10\r\n", .invalidArguments(.headerMessage)),
        ("MSG a 1 2\r\nabX\r\n", .unknownOperation), ("MSG a 1 2\r\nab\rX", .unknownOperation),
        ("MSG a 1 101\r\n", .payloadTooLarge(size: 101, limit: 100)),
        ("HMSG a 1 21 40\r\n", .headersTooLarge(size: 21, limit: 20)), ("INFO\r\n", .invalidArguments(.info)),
    ])
    func `refuses what is no frame as soon as it can be known`(input: String, error: WireError) {
        let limits = WireLimits(payload: 100, headers: 20)
        #expect(parseServer([Array(input.utf8)], limits: limits).error == error)
        #expect(parseServer(input.utf8.map { [$0] }, limits: limits).error == error)
    }

    @Test func `holds a line without end to its limit`() {
        let limits = WireLimits(controlLine: 64, info: 128)
        let long = "MSG " + String(repeating: "a", count: 62)
        #expect(parseServer([Array(long.utf8)], limits: limits).error == .controlLineTooLong(limit: 64))
        let fitting = "MSG " + String(repeating: "a", count: 56) + " 1 0\r\n\r\n"
        #expect(parseServer([Array(fitting.utf8)], limits: limits).frames.count == 1)
        let over = "MSG " + String(repeating: "a", count: 57) + " 1 0\r\n\r\n"
        #expect(parseServer([Array(over.utf8)], limits: limits).error == .controlLineTooLong(limit: 64))
        let info = "INFO {" + String(repeating: " ", count: 100) + "}\r\n"
        #expect(parseServer([Array(info.utf8)], limits: limits).frames.count == 1)
        let longInfo = "INFO {" + String(repeating: " ", count: 130)
        #expect(parseServer([Array(longInfo.utf8)], limits: limits).error == .controlLineTooLong(limit: 128))
    }

    @Test func `hands out slices of the read buffer`() throws {
        var buffer = ByteBuffer(string: "MSG a.b 77 r 5\r\nhello\r\n")
        var parser = ServerFrameParser()
        guard case .message(let message)? = try parser.decode(buffer: &buffer) else {
            Issue.record("no message")
            return
        }
        #expect(message.numericIdentifier == 77)
        #expect(message.size == 5)
        #expect(buffer.readableBytes == 0)
        let inBuffer = buffer.withVeryUnsafeBytes { $0.baseAddress.map { UInt(bitPattern: $0) } }
        let inPayload = message.payload.withUnsafeReadableBytes { $0.baseAddress.map { UInt(bitPattern: $0) } }
        #expect(inPayload == inBuffer.map { $0 + 16 })
    }
}
