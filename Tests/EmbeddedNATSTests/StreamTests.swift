import NIOCore
import Testing

@testable import EmbeddedNATS

/// The stream without a server: what is stored, refused, dropped and expired.
struct StreamTests {
    private static let second: Int64 = 1_000_000_000

    private func makeStream(_ change: (inout StreamConfiguration) -> Void = { _ in }) -> Stream {
        var configuration = StreamConfiguration(name: "S")
        configuration.subjects = ["s.>"]
        configuration.allowRollup = true
        change(&configuration)
        configuration.fillDefaults()
        return Stream(configuration, created: 1, store: MemoryStreamStore())
    }

    private func headers(_ fields: [String]) -> ByteBuffer? {
        fields.isEmpty ? nil : ByteBuffer(string: "NATS/1.0\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n")
    }

    /// Publishes and returns the sequence number, or the error's number below zero.
    @discardableResult
    private func publish(
        _ stream: inout Stream,
        _ subject: String,
        _ payload: String = "",
        _ fields: String...,
        now: Int64 = 1_000_000_000
    ) -> Int {
        do {
            let outcome = try stream.publish(
                subject: ExactString(subject),
                headers: headers(fields),
                payload: ByteBuffer(string: payload),
                now: now
            )
            switch outcome {
            case .stored(let message, _): return Int(message.sequence)
            case .duplicate(let sequence): return Int(sequence) + 1_000_000
            }
        } catch {
            return -error.number
        }
    }

    private func sequences(_ stream: Stream) -> [UInt64] {
        var found: [UInt64] = []
        stream.index.forEach {
            found.append($0.sequence)
            return true
        }
        return found
    }

    @Test("a refused message takes no sequence number and leaves nothing behind")
    func refusal() {
        var stream = makeStream { $0.maxMessageSize = 3 }
        publish(&stream, "s.a", "1")
        for (expected, fields) in [
            (-10071, "Nats-Expected-Last-Subject-Sequence: 7"), (-10071, "Nats-Expected-Last-Sequence: 7"),
            (-10060, "Nats-Expected-Stream: T"), (-10070, "Nats-Expected-Last-Msg-Id: x"),
            (-10111, "Nats-Rollup: x"), (-10166, "Nats-TTL: 5"), (-10054, "X: longer than three bytes"),
        ] {
            #expect(publish(&stream, "s.a", "", fields) == expected)
        }
        #expect(sequences(stream) == [1])
        #expect(stream.position.last == 1)
        #expect(publish(&stream, "s.a", "2") == 2)
    }

    @Test("the limit of messages a subject drops the oldest of that subject only")
    func perSubject() {
        var stream = makeStream { $0.maxMessagesPerSubject = 2 }
        for subject in ["a", "b", "a", "a", "c", "a"] { publish(&stream, "s." + subject) }
        #expect(sequences(stream) == [2, 4, 5, 6])
        #expect(stream.subjects.last(of: "s.a") == 6)
        #expect(stream.subjects.count(of: "s.a") == 2)
        #expect(stream.deletedCount == 1)
        #expect(stream.deletedSequences(limit: 10) == [3])
    }

    @Test(
        "sizes count like nats-server's records",
        arguments: [
            (StreamConfiguration.StorageKind.file, 30 + 3 + 5, 34 + 3 + 5 + 18), (.memory, 16 + 3 + 5, 16 + 3 + 5 + 18),
        ]
    )
    func sizes(kind: StreamConfiguration.StorageKind, plain: Int, withHeaders: Int) {
        var stream = makeStream { $0.storage = kind }
        publish(&stream, "s.a", "12345")
        #expect(stream.bytes == plain)
        publish(&stream, "s.a", "12345", "A: bc")
        #expect(stream.bytes == plain + withHeaders + 1)
    }

    @Test("rollups keep what came last, of the subject or of all")
    func rollups() {
        var stream = makeStream()
        for subject in ["a", "b", "a"] { publish(&stream, "s." + subject) }
        #expect(publish(&stream, "s.a", "", "Nats-Rollup: sub") == 4)
        #expect(sequences(stream) == [2, 4])
        #expect(publish(&stream, "s.c", "", "Nats-Rollup: all") == 5)
        #expect(sequences(stream) == [5])
        #expect(stream.position.first == 5)
    }

    @Test("a message id is remembered for the window and not longer")
    func window() {
        var stream = makeStream { $0.duplicateWindow = 10 * Self.second }
        let start = 100 * Self.second
        #expect(publish(&stream, "s.a", "", "Nats-Msg-Id: i", now: start) == 1)
        #expect(publish(&stream, "s.a", "", "Nats-Msg-Id: i", now: start + 10 * Self.second) == 1_000_001)
        #expect(publish(&stream, "s.a", "", "Nats-Msg-Id: i", now: start + 11 * Self.second) == 2)
        #expect(publish(&stream, "s.a", "", "Nats-Msg-Id: i", now: start + 20 * Self.second) == 1_000_002)
    }

    @Test("messages end after the maximum age or their own time, and some never")
    func expiry() {
        var stream = makeStream {
            $0.maxAge = 10 * Self.second
            $0.allowMessageTTL = true
        }
        publish(&stream, "s.a", now: 1)
        publish(&stream, "s.b", "", "Nats-TTL: never", now: 2)
        publish(&stream, "s.c", "", "Nats-TTL: 3", now: 3)
        publish(&stream, "s.d", "", "Nats-TTL: 1m", now: 4)
        var next = stream.nextExpiration()
        #expect(next == 3 + 3 * Self.second)
        _ = stream.expire(now: 3 + 3 * Self.second)
        #expect(sequences(stream) == [1, 2, 4])
        _ = stream.expire(now: 4 + 10 * Self.second)
        #expect(sequences(stream) == [2])
        next = stream.nextExpiration()
        #expect(next == 4 + 60 * Self.second)
        _ = stream.expire(now: .max / 2)
        #expect(sequences(stream) == [2])
    }

    @Test(
        "a purge removes what it says",
        arguments: [
            (String?.none, UInt64(0), UInt64(0), [UInt64]()), (nil, 3, 0, [3, 4, 5]), (nil, 0, 2, [4, 5]),
            ("s.a", 0, 0, [2, 4]), ("s.a", 4, 0, [2, 4, 5]), ("s.a", 0, 1, [2, 4, 5]), ("s.*", 0, 2, [4, 5]),
            ("s.none", 0, 0, [1, 2, 3, 4, 5]), (nil, 100, 0, []),
        ]
    )
    func purge(filter: String?, sequence: UInt64, keep: UInt64, left: [UInt64]) {
        var stream = makeStream()
        for subject in ["a", "b", "a", "c", "a"] { publish(&stream, "s." + subject) }
        let count = stream.purge(filter: filter, below: sequence, keep: keep)
        #expect(count == 5 - left.count)
        #expect(sequences(stream) == left)
        #expect(stream.messageCount == left.count)
        #expect(stream.bytes == left.count * 33)
        if left.isEmpty { #expect(stream.position.first == stream.position.last + 1) }
    }

    @Test("the index agrees with a plain list whatever is added and removed")
    func index() {
        var random = SeededGenerator(seed: 11)
        var index = SequenceIndex()
        var list: [UInt64] = []
        var next: UInt64 = 1
        for _ in 0..<20_000 {
            if Int.random(in: 0..<5, using: &random) < 3 || list.isEmpty {
                next += UInt64.random(in: 1...3, using: &random)
                index.append(.init(sequence: next, time: Int64(next), subject: 0, size: 1))
                list.append(next)
            } else {
                let position = Int.random(in: 0..<list.count, using: &random)
                let removed = index.remove(list[position])
                #expect(removed?.sequence == list[position])
                list.remove(at: position)
            }
        }
        #expect(index.count == list.count)
        var found: [UInt64] = []
        index.forEach {
            found.append($0.sequence)
            return true
        }
        #expect(found == list)
        for _ in 0..<1000 {
            let wanted = UInt64.random(in: 0...(next + 2), using: &random)
            #expect(index.first(from: wanted)?.sequence == list.first { $0 >= wanted })
            #expect(index.count(from: wanted) == list.filter { $0 >= wanted }.count)
            #expect((index[wanted] != nil) == list.contains(wanted))
        }
    }

    @Test("a subject's list agrees with a plain one whatever is added and removed")
    func list() {
        var random = SeededGenerator(seed: 13)
        var sequences = SequenceList()
        var plain: [UInt64] = []
        for next in 1...5000 {
            if Bool.random(using: &random) || plain.isEmpty {
                sequences.append(UInt64(next))
                plain.append(UInt64(next))
            } else {
                let position = Bool.random(using: &random) ? 0 : Int.random(in: 0..<plain.count, using: &random)
                let wasThere = sequences.remove(plain[position])
                #expect(wasThere)
                plain.remove(at: position)
            }
            let wanted = UInt64.random(in: 0...5001, using: &random)
            #expect(sequences.count == plain.count && sequences.first == plain.first && sequences.last == plain.last)
            #expect(sequences.first(from: wanted) == plain.first { $0 >= wanted })
            #expect(sequences.last(through: wanted) == plain.last { $0 <= wanted })
            #expect(sequences.count(from: wanted) == plain.filter { $0 >= wanted }.count)
        }
        #expect(sequences.all == plain)
    }
}
