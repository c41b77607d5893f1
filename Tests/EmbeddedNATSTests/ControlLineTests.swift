import Foundation
import JSON
import NIOCore
import NIOEmbedded
import NIOPosix
import Testing

@testable import EmbeddedNATS

/// What nats-server 2.9.10 answers to lines that are well formed and to lines that are not, recorded byte by byte; 2.10
/// and 2.15 answer the same, but for a header that they add to "no responders". Where the embedded server answers
/// otherwise on purpose, the line has an `embedded` member: names that are not UTF-8 are refused.
struct ControlLineTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let sent: [UInt8]
        let answer: [UInt8]
        let isClosed: Bool
        let testDescription: String
    }

    /// One character is one byte; `{a*5000}` stands for 5,000 letters.
    private static func bytes(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "{", rest.dropFirst().first == "*", let letter = rest.first,
                let end = rest.firstIndex(of: "}"),
                let count = Int(String(rest[rest.index(rest.startIndex, offsetBy: 2)..<end]))
            {
                bytes += [UInt8](repeating: UInt8(truncatingIfNeeded: letter.value), count: count)
                rest = rest[rest.index(after: end)...]
            } else {
                bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            }
        }
        return bytes
    }

    static func load() throws -> [Case] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appendingPathComponent("Fixtures/control-lines.jsonl"))
        return try data.split(separator: UInt8(ascii: "\n")).map { line in
            let value = try JSONValue(parsing: Array(line))
            let sent = value["in"]?.string ?? ""
            return Case(
                sent: bytes(sent),
                answer: bytes((value["embedded"] ?? value["out"])?.string ?? ""),
                isClosed: value["closed"] == .bool(true),
                testDescription: sent.debugDescription
            )
        }
    }

    @Test("the embedded server answers every control line as nats-server does")
    func embedded() throws {
        let cases = try Self.load()
        #expect(cases.count > 700)
        for example in cases {
            let loop = EmbeddedEventLoop()
            let core = ServerCore(configuration: EmbeddedServer.Configuration(), storage: MemoryStorage(), loop: loop)
            let channel = EmbeddedChannel(loop: loop)
            try channel.pipeline.syncOperations.addHandler(ServerChannelHandler(core: core) { _, _, _ in "{}" })
            channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
            loop.run()
            _ = try channel.readOutbound(as: ByteBuffer.self)
            _ = try? channel.writeInbound(ByteBuffer(bytes: example.sent))
            loop.run()
            var answer: [UInt8] = []
            while let part = try channel.readOutbound(as: ByteBuffer.self) { answer += part.readableBytesView }
            let found = String(decoding: answer, as: UTF8.self).debugDescription
            let isClosed = !channel.isActive
            #expect(answer == example.answer, "\(example.testDescription): found \(found)")
            #expect(isClosed == example.isClosed, "\(example.testDescription): found \(found)")
            _ = try? channel.finish()
        }
    }
}
