import Foundation
import NIOCore
import NIOEmbedded
import NIOPosix
import Testing

@testable import EmbeddedNATS
@testable import NATSWire

/// The server's handler fed by hand: the same bytes cut anywhere give the same answer, and no bytes bring it down.
struct HostileInputTests {
    /// A handler on a loop without a socket.
    private struct Harness {
        let loop = EmbeddedEventLoop()
        let core: ServerCore

        init() {
            core = ServerCore(configuration: EmbeddedServer.Configuration(), storage: MemoryStorage(), loop: loop)
        }

        func connect() throws -> EmbeddedChannel {
            let channel = EmbeddedChannel(loop: loop)
            let handler = ServerChannelHandler(core: core) { _, _, _ in "{}" }
            try channel.pipeline.syncOperations.addHandler(handler)
            channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
            loop.run()
            return channel
        }

        /// Everything the channel sent since the last call.
        func output(_ channel: EmbeddedChannel) throws -> String {
            loop.run()
            var text = ""
            while let part = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: part) }
            return text
        }
    }

    private static let script =
        "CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true}\r\nPING\r\nSUB _I.* q 1\r\nSUB a.> 22\r\n"
        + "PUB a.b 5\r\nhello\r\nHPUB a.c x.y 16 18\r\nNATS/1.0\r\nA:\r\n\r\nhi\r\n"
        + "PUB $JS.API.STREAM.NAMES _I.1 0\r\n\r\nPUB nobody _I.2 0\r\n\r\nUNSUB 22 3\r\nPUB a.d 0\r\n\r\nPUB a.e 0\r\n\r\n"
        + "SUB a..b 7\r\npub _I.3 2\r\n\r\n\r\nPING\r\nFOO\r\n"

    private func run(_ parts: [Substring.UTF8View]) throws -> String {
        let harness = Harness()
        let channel = try harness.connect()
        var text = ""
        for part in parts {
            _ = try? channel.writeInbound(ByteBuffer(bytes: part))
            text += try harness.output(channel)
        }
        _ = try? channel.finish()
        return text
    }

    @Test("the same bytes give the same answers, however they are cut")
    func everySplit() throws {
        let script = Self.script[...].utf8
        let whole = try run([script])
        #expect(whole.contains("MSG a.b 22 5\r\nhello\r\n"))
        #expect(whole.contains("HMSG a.c 22 x.y 16 18\r\nNATS/1.0\r\nA:\r\n\r\nhi\r\n"))
        #expect(whole.contains("\"streams\":null"))
        #expect(whole.contains("HMSG _I.2 1 16 16\r\nNATS/1.0 503\r\n\r\n\r\n"))
        #expect(whole.contains("MSG a.d 22 0"))
        #expect(!whole.contains("MSG a.e"))
        #expect(
            whole.hasSuffix(
                "-ERR 'Invalid Subject'\r\nMSG _I.3 1 2\r\n\r\n\r\nPONG\r\n-ERR 'Unknown Protocol Operation'\r\n"
            )
        )
        for offset in 1..<script.count {
            let cut = script.index(script.startIndex, offsetBy: offset)
            #expect(try run([script[..<cut], script[cut...]]) == whole, "cut at \(offset)")
        }
        let bytewise = script.indices.map { script[$0...$0] }
        #expect(try run(bytewise) == whole)
    }

    /// `KVGRAPH_FUZZ_ROUNDS` sets the number of sessions, `KVGRAPH_FUZZ_SEED` the seed.
    @Test("mutated input never brings the server down")
    func mutated() throws {
        let environment = ProcessInfo.processInfo.environment
        let rounds = environment["KVGRAPH_FUZZ_ROUNDS"].flatMap(Int.init) ?? 3000
        let seed = environment["KVGRAPH_FUZZ_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...UInt64.max)
        print("session seed \(seed), \(rounds) rounds")
        var random = SeededGenerator(seed: seed)
        let pieces = Self.pieces
        // What the sessions leave behind in the server is dropped from time to time.
        for first in stride(from: 0, to: rounds, by: 2000) {
            let harness = Harness()
            let witness = try harness.connect()
            try witness.writeInbound(ByteBuffer(string: "CONNECT {\"verbose\":false}\r\n"))
            for round in first..<min(first + 2000, rounds) {
                let channel = try harness.connect()
                _ = try? channel.writeInbound(ByteBuffer(bytes: Self.mutatedSession(pieces, &random)))
                _ = try harness.output(channel)
                _ = try? channel.finish()
                try witness.writeInbound(ByteBuffer(string: "PING\r\n"))
                let isAlive = try harness.output(witness).hasSuffix("PONG\r\n")
                if !isAlive {
                    Issue.record("seed \(seed), round \(round)")
                    return
                }
            }
            #expect(harness.core.connectionCount == 1)
            _ = try? witness.finish()
        }
    }

    private static func mutatedSession(_ pieces: [String], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes: [UInt8] = Array("CONNECT {\"verbose\":false,\"headers\":true}\r\n".utf8)
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            bytes += Array((pieces.randomElement(using: &random) ?? "").utf8)
        }
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let position = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: position)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
            default: bytes.insert(contentsOf: bytes[position...].prefix(40), at: position)
            }
        }
        return bytes
    }

    private static var pieces: [String] {
        func request(_ subject: String, _ body: String) -> String {
            "PUB $JS.API.\(subject) r \(body.utf8.count)\r\n\(body)\r\n"
        }
        let stream = #"{"name":"S","subjects":["s.>"],"max_msgs_per_subject":2,"allow_direct":true,"max_age":0}"#
        let consumer =
            #"{"stream_name":"S","config":{"deliver_subject":"d","deliver_policy":"last_per_subject","filter_subject":"s.>"}}"#
        return [
            "PING\r\n", "PONG\r\n", "+OK x\r\n", "INFO{}\r\n", "PINGX\r\n", "SUB r 1\r\n", "SUB d 2\r\n",
            "SUB > q 3\r\n", "UNSUB 1\r\n", "UNSUB 3 5\r\n",
            "PUB s.a r 2\r\nhi\r\n", "HPUB s.a r 29 30\r\nNATS/1.0\r\nNats-Msg-Id: 1\r\n\r\nx\r\n",
            "HPUB s.b r 33 33\r\nNATS/1.0\r\nNats-Rollup: sub\r\n\r\n\r\n",
            request("STREAM.CREATE.S", stream), request("STREAM.UPDATE.S", stream), request("STREAM.INFO.S", ""),
            request("STREAM.INFO.S", #"{"subjects_filter":">","deleted_details":true,"offset":99999999999}"#),
            request("STREAM.PURGE.S", #"{"filter":"s.a","keep":1}"#), request("STREAM.DELETE.S", ""),
            request("STREAM.MSG.GET.S", #"{"seq":18446744073709551615}"#), request("DIRECT.GET.S.s.a", ""),
            request("DIRECT.GET.S", #"{"multi_last":["s.>"],"batch":3,"up_to_seq":9223372036854775807}"#),
            request("DIRECT.GET.S", #"{"batch":9223372036854775807,"seq":1}"#),
            request("CONSUMER.CREATE.S", consumer), request("CONSUMER.CREATE.S.c.s.>", consumer),
            request(
                "CONSUMER.DURABLE.CREATE.S.p",
                #"{"stream_name":"S","config":{"durable_name":"p","ack_policy":"explicit","ack_wait":-5}}"#
            ),
            request("CONSUMER.MSG.NEXT.S.p", #"{"batch":9223372036854775807,"expires":9223372036854775807}"#),
            request("CONSUMER.MSG.NEXT.S.p", "-7"), request("CONSUMER.INFO.S.p", ""), request("CONSUMER.LIST.S", "[]"),
            "PUB $JS.ACK.S.p.1.1.1.0.0 r 4\r\n-NAK\r\n", "PUB $JS.ACK.S.p.1.1.1.0.0 0\r\n\r\n",
            "PUB $JS.ACK.S.p.1.99999999999999999999.1.0.0 30\r\n-NAK {\"delay\": 9999999999999}\r\n",
            "PUB $JS.FC.S.c.x 0\r\n\r\n", "PUB $JS.API.CONSUMER.DELETE.S.c r 0\r\n\r\n",
            "PUB s.\u{e9}\u{301} 0\r\n\r\n",
        ]
    }
}
