import NIOCore
import Testing

@testable import EmbeddedNATS

/// The consumer without a server.
struct ConsumerTests {
    private static let second: Int64 = 1_000_000_000
    private static let millisecond: Int64 = 1_000_000

    private func makeStream(_ subjects: [String]) -> Stream {
        var configuration = StreamConfiguration(name: "S")
        configuration.subjects = ["s.>"]
        configuration.fillDefaults()
        var stream = Stream(configuration, created: 1, store: MemoryStreamStore())
        for (index, subject) in subjects.enumerated() {
            _ = try? stream.publish(
                subject: ExactString("s." + subject),
                headers: nil,
                payload: ByteBuffer(),
                now: Int64(index + 1) * Self.second
            )
        }
        _ = stream.takeRemoved()
        return stream
    }

    private func makeConsumer(
        _ stream: Stream,
        _ change: (inout ConsumerConfiguration) -> Void = { _ in }
    ) -> Consumer {
        var configuration = ConsumerConfiguration()
        configuration.deliverSubject = "d"
        change(&configuration)
        configuration.fillDefaults(for: stream.configuration)
        var consumer = Consumer(configuration, name: "c", identity: 1, stream: stream, now: 0)
        consumer.setInterest(true, now: 0)
        return consumer
    }

    private func deliver(
        _ consumer: inout Consumer,
        _ stream: Stream,
        through visible: UInt64 = .max - 1,
        now: Int64 = 0
    ) -> Consumer.Delivery? {
        consumer.next(in: stream, through: visible, now: now)
    }

    private func acknowledge(
        _ consumer: inout Consumer,
        _ acknowledgement: Consumer.Acknowledgement,
        _ sequence: UInt64,
        now: Int64 = 0
    ) -> [UInt64] {
        consumer.acknowledge(acknowledgement, sequence: sequence, now: now)
    }

    private func drain(_ consumer: inout Consumer, _ stream: Stream, now: Int64 = 0) -> [UInt64] {
        var found: [UInt64] = []
        while let delivery = consumer.next(in: stream, through: .max - 1, now: now) { found.append(delivery.sequence) }
        return found
    }

    @Test(
        "each deliver policy starts where it says",
        arguments: [
            (ConsumerConfiguration.DeliverPolicy.all, [UInt64](1...5)), (.last, [5]), (.new, []),
            (.lastPerSubject, [3, 4, 5]), (.byStartSequence, [2, 3, 4, 5]), (.byStartTime, [4, 5]),
        ]
    )
    func policies(policy: ConsumerConfiguration.DeliverPolicy, expected: [UInt64]) {
        let stream = makeStream(["a", "b", "a", "c", "b"])
        var consumer = makeConsumer(stream) {
            $0.deliverPolicy = policy
            $0.startSequence = 2
            $0.startTime = 4 * Self.second
        }
        #expect(consumer.pending == expected.count)
        #expect(drain(&consumer, stream) == expected)
        #expect(consumer.pending == 0)
        #expect(consumer.delivered.consumer == UInt64(expected.count))
    }

    @Test(
        "filters choose subjects, and the count of what is left fits",
        arguments: [
            (["s.a"], [UInt64(1), 3]), (["s.*"], [1, 2, 3, 4, 5]), (["s.a", "s.c"], [1, 3, 4]), (["s.none"], []),
        ]
    )
    func filters(filters: [String], expected: [UInt64]) {
        let stream = makeStream(["a", "b", "a", "c", "b"])
        var consumer = makeConsumer(stream) { $0.filterSubjects = filters }
        #expect(consumer.pending == expected.count)
        for (index, sequence) in expected.enumerated() {
            let delivery = deliver(&consumer, stream, through: .max - 1, now: 0)
            #expect(delivery?.sequence == sequence)
            #expect(delivery?.consumerSequence == UInt64(index + 1))
            #expect(delivery?.pending == expected.count - index - 1)
        }
        #expect(deliver(&consumer, stream, through: .max - 1, now: 0) == nil)
    }

    @Test("a message that is not durable yet is not shown")
    func visibility() {
        let stream = makeStream(["a", "a", "a"])
        var consumer = makeConsumer(stream)
        #expect(deliver(&consumer, stream, through: 1, now: 0)?.sequence == 1)
        #expect(deliver(&consumer, stream, through: 1, now: 0) == nil)
        #expect(deliver(&consumer, stream, through: 3, now: 0)?.sequence == 2)
    }

    @Test("what is removed before its delivery is not counted any more")
    func removal() {
        var stream = makeStream(["a", "b", "a", "c", "b"])
        var consumer = makeConsumer(stream) { $0.deliverPolicy = .lastPerSubject }
        _ = stream.remove(1)
        _ = stream.remove(4)
        for (entry, subject) in stream.takeRemoved() { consumer.removed(entry.sequence, subject: subject) }
        #expect(consumer.pending == 2)
        #expect(drain(&consumer, stream) == [3, 5])
        #expect(consumer.pending == 0)
    }

    @Test("nothing is delivered without interest, and delivery goes on where it stopped")
    func interest() {
        let stream = makeStream(["a", "a", "a"])
        var consumer = makeConsumer(stream)
        #expect(deliver(&consumer, stream, through: 3, now: 0)?.sequence == 1)
        consumer.setInterest(false, now: 5)
        #expect(deliver(&consumer, stream, through: 3, now: 0) == nil)
        #expect(!consumer.isAbandoned(now: 5 + 4 * Self.second))
        #expect(consumer.isAbandoned(now: 5 + 5 * Self.second))
        consumer.setInterest(true, now: 6)
        #expect(!consumer.isAbandoned(now: .max))
        #expect(drain(&consumer, stream) == [2, 3])
    }

    @Test("delivery stops at a full window and goes on after the answer, with a larger one")
    func flowControl() {
        let stream = makeStream(Array(repeating: "a", count: 10))
        var consumer = makeConsumer(stream) {
            $0.flowControl = true
            $0.idleHeartbeat = Self.second
        }
        #expect(deliver(&consumer, stream, through: 10, now: 0) != nil)
        consumer.sent(1_100_000, now: 0)
        #expect(consumer.window.asksNow)
        consumer.window.asked(on: "fc")
        #expect(!consumer.window.asksNow)
        consumer.sent(1_100_000, now: 0)
        #expect(consumer.window.isFull)
        #expect(deliver(&consumer, stream, through: 10, now: 0) == nil)
        let isOther = consumer.window.answered(on: "other")
        #expect(!isOther)
        let isAnswer = consumer.window.answered(on: "fc")
        #expect(isAnswer)
        #expect(deliver(&consumer, stream, through: 10, now: 0) != nil)
        consumer.sent(2_500_000, now: 0)
        #expect(!consumer.window.isFull)
    }

    @Test("what is not acknowledged in time comes again, up to the limit")
    func redelivery() {
        let stream = makeStream(["a", "a"])
        var consumer = makeConsumer(stream) {
            $0.ackPolicy = .explicit
            $0.ackWait = 10 * Self.millisecond
            $0.maxDeliver = 2
        }
        #expect(drain(&consumer, stream, now: 0) == [1, 2])
        #expect(consumer.nextDeadline(now: 0) == 10 * Self.millisecond)
        #expect(acknowledge(&consumer, .done, 1, now: 5) == [1])
        #expect(consumer.acknowledged.stream == 1)
        let early = consumer.collectOverdue(now: 9 * Self.millisecond)
        let late = consumer.collectOverdue(now: 10 * Self.millisecond)
        #expect(!early && late)
        let again = deliver(&consumer, stream, through: 2, now: 10 * Self.millisecond)
        #expect(again?.sequence == 2)
        #expect(again?.count == 2)
        #expect(again?.consumerSequence == 3)
        _ = consumer.collectOverdue(now: 30 * Self.millisecond)
        #expect(deliver(&consumer, stream, through: 2, now: 30 * Self.millisecond) == nil)
        #expect(consumer.unacknowledged.isEmpty)
    }

    @Test(
        "each acknowledgement does what it says",
        arguments: [
            ("", [UInt64(1)], 1), ("+ACK", [1], 1), ("+TERM", [1], 1), ("+TERM reason", [1], 1), ("+WPI", [], 2),
            ("-NAK", [], 2),
            ("-NAK {\"delay\": 7}", [], 2), ("-NAK 7ns", [], 2), ("nonsense", [], 2),
        ]
    )
    func acknowledgements(text: String, done: [UInt64], waiting: Int) {
        let stream = makeStream(["a", "a"])
        var consumer = makeConsumer(stream) {
            $0.ackPolicy = .explicit
            $0.ackWait = 1000
        }
        _ = drain(&consumer, stream)
        if let acknowledgement = Consumer.Acknowledgement(ByteBuffer(string: text)) {
            #expect(acknowledge(&consumer, acknowledgement, 1, now: 5) == done)
        } else {
            #expect(text == "nonsense")
        }
        #expect(consumer.unacknowledged.count == waiting)
        if text == "-NAK" { #expect(deliver(&consumer, stream, through: 2, now: 5)?.sequence == 1) }
        if text.contains("7") {
            #expect(deliver(&consumer, stream, through: 2, now: 5) == nil)
            let isDue = consumer.collectOverdue(now: 12)
            #expect(isDue)
            #expect(deliver(&consumer, stream, through: 2, now: 12)?.sequence == 1)
        }
    }

    @Test("no more than max_ack_pending are on the way")
    func acknowledgementLimit() {
        let stream = makeStream(["a", "a", "a"])
        var consumer = makeConsumer(stream) {
            $0.ackPolicy = .explicit
            $0.maxAckPending = 2
        }
        #expect(drain(&consumer, stream) == [1, 2])
        _ = acknowledge(&consumer, .done, 2, now: 0)
        #expect(consumer.acknowledged.stream == 0)
        #expect(drain(&consumer, stream) == [3])
        _ = acknowledge(&consumer, .done, 1, now: 0)
        #expect(consumer.acknowledged.stream == 2)
    }

    @Test("a durable consumer's record brings back its place and what was not acknowledged")
    func record() throws {
        let stream = makeStream(["a", "a", "a", "a"])
        var consumer = makeConsumer(stream) {
            $0.durableName = "c"
            $0.ackPolicy = .explicit
        }
        for _ in 0..<3 { _ = deliver(&consumer, stream, through: 4, now: 1) }
        _ = acknowledge(&consumer, .done, 2, now: 2)
        var restored = try Consumer(
            restoring: RequestFields(text: consumer.record.text),
            name: "c",
            identity: 2,
            stream: stream,
            now: 5
        )
        #expect(restored.configuration.durableName == "c")
        #expect(restored.delivered == consumer.delivered)
        #expect(restored.pending == 1)
        restored.setInterest(true, now: 5)
        _ = restored.collectOverdue(now: 5)
        #expect(drain(&restored, stream, now: 6) == [1, 3, 4])
    }
}
