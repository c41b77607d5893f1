import NIOCore
import Testing

@testable import NATSWire

@Suite struct ClientFrameParserTests {
    static let expected = [
        "connect {\"verbose\":false,\"name\":\"x y\"}", "ping", "ping", "pong", "subscribe a.* - 1",
        "subscribe a.> workers 2", "unsubscribe 1 -1", "unsubscribe 2 10", "unsubscribe 3 -1",
        "publish a||-|-|", "publish a.b||reply|-|xyz", "publish a||r|NATS/1.0\r\nA: b\r\n\r\n|hi",
        "publish a||-|NATS/1.0\r\n\r\n|",
    ]

    @Test func `reads every operation of a client`() {
        #expect(parseClient([Array(clientStream.utf8)]) == ParseResult(frames: Self.expected))
    }

    @Test func `gives the same frames wherever the input is cut in two`() {
        let bytes = Array(clientStream.utf8)
        for cut in 0...bytes.count {
            let result = parseClient([Array(bytes[..<cut]), Array(bytes[cut...])])
            #expect(result == ParseResult(frames: Self.expected), "cut at \(cut)")
        }
    }

    @Test func `gives the same frames one byte at a time`() {
        #expect(parseClient(clientStream.utf8.map { [$0] }) == ParseResult(frames: Self.expected))
    }

    @Test(arguments: [
        ("MSG a 1 0\r\n", WireError.unknownOperation), ("-ERR x\r\n", .invalidArguments(.error)),
        ("X", .unknownOperation), ("PUX", .unknownOperation), ("+OX\r\n", .unknownOperation),
        ("CONNECT\r\n", .invalidArguments(.connect)), ("SUB a\r\n", .invalidArguments(.subscribe)),
        ("SUB a b c d\r\n", .invalidArguments(.subscribe)), ("UNSUB \r\n", .invalidArguments(.unsubscribe)),
        ("UNSUB\r\n", .unknownOperation), ("SUB\n", .unknownOperation),
        ("UNSUB 1 2 3\r\n", .invalidArguments(.unsubscribe)),
        ("PUB\r\n", .unknownOperation), ("PUB \r\n", .invalidArguments(.publish)),
        ("PUB a\r\n", .invalidArguments(.publish)),
        ("PUB a b c 1\r\n", .invalidArguments(.publish)), ("HPUB a 2 1\r\n", .invalidArguments(.headerPublish)),
        ("HPUB a 1\r\n", .invalidArguments(.headerPublish)),
        ("PUB a 4097\r\n", .payloadTooLarge(size: 4097, limit: 4096)), ("PUB a 1\r\nxx\r\n", .unknownOperation),
    ])
    func `refuses what is no frame as soon as it can be known`(input: String, error: WireError) {
        let limits = WireLimits(payload: 4096)
        #expect(parseClient([Array(input.utf8)], limits: limits).error == error)
        #expect(parseClient(input.utf8.map { [$0] }, limits: limits).error == error)
    }

    @Test func `takes lines whose operation is known by its letters alone, as nats-server does`() {
        let input = "PINGX y\r\npongPING\n+OK whatever\r\nCONNECT{}\r\nINFO {}\r\nUNSUB 1 x\r\n"
        let frames = ["ping", "pong", "ignored", "connect {}", "info  {}", "unsubscribe 1 -1"]
        #expect(parseClient([Array(input.utf8)]) == ParseResult(frames: frames))
        #expect(parseClient(input.utf8.map { [$0] }) == ParseResult(frames: frames))
    }

    @Test func `refuses a control line of megabytes without waiting for its end`() {
        let line = "SUB " + String(repeating: "a", count: 4 * 1024 * 1024)
        let result = parseClient(
            stride(from: 0, to: line.utf8.count, by: 1000).map { start in
                Array(line.utf8.dropFirst(start).prefix(1000))
            }
        )
        #expect(result.error == .controlLineTooLong(limit: 4096))
    }

    @Test(
        arguments: [
            (WireError.unknownOperation, "Unknown Protocol Operation"),
            (.controlLineTooLong(limit: 1), "maximum control line exceeded"),
            (.payloadTooLarge(size: 2, limit: 1), "Maximum Payload Violation"),
            (.invalidArguments(.publish), nil),
        ] as [(WireError, String?)]
    )
    func `maps to what nats-server says`(error: WireError, text: String?) {
        #expect(error.serverText == text)
    }
}
