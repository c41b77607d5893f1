import NIOCore
import Testing

@testable import NATSWire

@Suite struct FrameEncoderTests {
    private func expect(
        _ expected: String,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ write: (inout ByteBuffer) -> Void
    ) {
        var buffer = ByteBuffer()
        write(&buffer)
        #expect(String(buffer: buffer) == expected, sourceLocation: sourceLocation)
    }
    private let none: String? = nil

    @Test func `writes PUB and HPUB`() {
        expect("PUB a.b 0\r\n\r\n") { FrameEncoder.publish("a.b", reply: none, headers: none, payload: none, to: &$0) }
        expect("PUB a r 5\r\nhello\r\n") {
            FrameEncoder.publish("a", reply: "r", headers: none, payload: "hello", to: &$0)
        }
        var block = HeaderBlock()
        block.add("A", "b")
        let headers = block.finish()
        let subject = JoinedBytes("$KV.b." as StaticString, "key")
        expect("HPUB $KV.b.key r 18 20\r\nNATS/1.0\r\nA: b\r\n\r\n\u{1}\u{2}\r\n") {
            FrameEncoder.publish(subject, reply: "r", headers: headers, payload: [1, 2] as [UInt8], to: &$0)
        }
    }

    @Test func `writes MSG and HMSG`() {
        expect("MSG a 9 2\r\nxy\r\n") {
            FrameEncoder.message("a", subscription: "9", reply: none, headers: none, payload: "xy", to: &$0)
        }
        let headers = HeaderBlock(status: 503).finish()
        expect("HMSG a 9 r 16 16\r\nNATS/1.0 503\r\n\r\n\r\n") {
            FrameEncoder.message("a", subscription: "9", reply: "r", headers: headers, payload: none, to: &$0)
        }
    }

    @Test func `writes the small operations`() {
        expect("SUB a.> 12\r\n") { FrameEncoder.subscribe("a.>", identifier: 12, to: &$0) }
        expect("SUB a q 1\r\n") { FrameEncoder.subscribe("a", queue: "q", identifier: 1, to: &$0) }
        expect("UNSUB 4\r\n") { FrameEncoder.unsubscribe(identifier: 4, to: &$0) }
        expect("UNSUB 4 10\r\n") { FrameEncoder.unsubscribe(identifier: 4, maximum: 10, to: &$0) }
        expect("CONNECT {}\r\n") { FrameEncoder.connect("{}", to: &$0) }
        expect("INFO {}\r\n") { FrameEncoder.info("{}", to: &$0) }
        expect("-ERR 'Stale Connection'\r\n") { FrameEncoder.error("Stale Connection", to: &$0) }
        expect("PING\r\n") { FrameEncoder.ping(to: &$0) }
        expect("PONG\r\n") { FrameEncoder.pong(to: &$0) }
        expect("+OK\r\n") { FrameEncoder.ok(to: &$0) }
    }

    @Test(arguments: [0, 9, 10, 99, 100, 999_999_999, UInt64.max])
    func `writes numbers of any length within its reservation`(value: UInt64) {
        expect("UNSUB \(value) \(value)\r\n") { FrameEncoder.unsubscribe(identifier: value, maximum: value, to: &$0) }
    }

    @Test(arguments: [0, 1, 15, 16, 63, 64, 1000, 3072, 70_000])
    func `what it writes is read back, at every size`(size: Int) {
        let name = String(repeating: "s", count: max(size, 1))
        let payload = ByteBuffer(repeating: 0x7A, count: size)
        let headers = HeaderBlock().finish()
        var buffer = ByteBuffer()
        FrameEncoder.publish(name, reply: name, headers: headers, payload: payload, to: &buffer)
        let result = parseClient([Array(buffer.readableBytesView)], limits: WireLimits(controlLine: 150_000))
        #expect(result.frames == ["publish \(name)||\(name)|NATS/1.0\r\n\r\n|\(text(payload))"])
    }
}
