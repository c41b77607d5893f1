import NIOCore
import Testing

@testable import NATSWire

@Suite struct HeadersTests {
    private func headers(_ text: String) -> Headers { Headers(ByteBuffer(string: text)) }

    @Test(
        arguments: [
            ("NATS/1.0\r\n\r\n", nil, nil), ("NATS/1.0 503\r\n\r\n", 503, nil),
            ("NATS/1.0 404 Message Not Found\r\n\r\n", 404, "Message Not Found"),
            ("NATS/1.0   100   Idle Heartbeat\r\nA: b\r\n\r\n", 100, "Idle Heartbeat"), ("", nil, nil),
            ("NATS/1.0 x", nil, nil),
        ] as [(String, Int?, String?)]
    )
    func `reads the status line`(block: String, status: Int?, description: String?) {
        #expect(headers(block).status == status)
        if status != nil { #expect(headers(block).statusDescription == description) }
    }

    @Test func `finds values by their exact name`() {
        let block = headers(
            "NATS/1.0\r\nNats-Sequence: 42\r\nnats-sequence: 7\r\nEmpty:\r\nX:  a b \r\n\r\nTail: no\r\n"
        )
        #expect(block.number("Nats-Sequence") == 42)
        #expect(block.first("nats-sequence") == "7")
        #expect(block.first("Empty") == "")
        #expect(block.first("X") == "a b")
        #expect(block.first("NATS-SEQUENCE") == nil)
        #expect(block.first("Tail") == nil)
        #expect(block.first("Nats") == nil)
        #expect(block.first("X" as String) == "a b")
        #expect(block.map(\.name) == ["Nats-Sequence", "nats-sequence", "Empty", "X"])
    }

    @Test(arguments: ["", "1x", "-1", "18446744073709551616", "99999999999999999999999"])
    func `a value that is no number is none`(value: String) {
        #expect(headers("NATS/1.0\r\nN: \(value)\r\n\r\n").number("N") == nil)
    }

    @Test func `a block that breaks off anywhere is read as far as it goes`() {
        let whole = "NATS/1.0 100 Idle\r\nA: b\r\nC: d\r\n\r\n"
        for end in 0...whole.utf8.count {
            let block = Headers(ByteBuffer(bytes: whole.utf8.prefix(end)))
            #expect(block.reduce(0) { count, _ in count + 1 } <= 2)
            _ = (block.status, block.statusDescription, block.number("A"))
        }
    }

    @Test func `a line without a colon is passed over`() {
        #expect(headers("NATS/1.0\r\nnonsense\r\nA: b\r\n\r\n").first("A") == "b")
    }

    @Test func `the builder writes what the reader reads`() {
        var block = HeaderBlock(status: 404, description: "No")
        block.add("A", "1")
        let added = [("B", "two words"), ("B C", "x"), ("B:", "x"), ("", "x"), ("B", "x\r\nInjected: y")].map { field in
            block.add(checking: field.0, field.1)
        }
        #expect(added == [true, false, false, false, false])
        #expect(String(decoding: block.finish(), as: UTF8.self) == "NATS/1.0 404 No\r\nA: 1\r\nB: two words\r\n\r\n")
    }
}
