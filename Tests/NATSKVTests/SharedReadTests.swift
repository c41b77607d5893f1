import NIOCore
import Testing

@testable import NATSKV

/// Reads that share one question: which may join which, and what becomes of each.
@Suite struct SharedReadTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
    private let lost = NATSError(.unavailable, "lost")

    private func outbox(_ gate: Outbox.Gate = .open) throws -> ObservedOutbox {
        let outbox = try ObservedOutbox(maximumRequests: 8)
        outbox.gate = gate
        return outbox
    }

    private func read(
        _ number: Int,
        _ key: String = "k",
        headers: String? = nil,
        after: TimeAmount = .seconds(9),
        caller: UInt64 = 0,
        retries: Int = 0
    ) -> Request {
        let exchange = NumberedExchange(number, asksFor: key, headers: headers)
        var request = Request(exchange, kind: .read, deadline: start + after, retries: retries)
        request.caller = Caller(number: caller)
        return request
    }

    private func write(_ number: Int, _ kind: Request.Kind = .recognisedWrite) -> Request {
        Request(NumberedExchange(number), kind: kind, deadline: start + .seconds(9))
    }

    /// What happened to a read before an equal one is made.
    enum Past: CaseIterable {
        case nothing, waits, waitedAndIsWritten, socketTookIt, socketTookItTwice, writeIsBehind,
            writeThatMayNotRepeatIsBehind
        case writeWaitsBehind, waitingWriteIsWrittenBehind, publicationIsBehind, otherReadIsBehind, connectionWasLost
        case wasAnswered, wasGivenUp, isOver, nobodyAnswered

        var mayBeJoined: Bool {
            switch self {
            case .nothing, .waits, .waitedAndIsWritten, .otherReadIsBehind: true
            case .socketTookIt, .socketTookItTwice, .writeIsBehind, .writeThatMayNotRepeatIsBehind, .writeWaitsBehind,
                .waitingWriteIsWrittenBehind, .publicationIsBehind, .connectionWasLost, .wasAnswered, .wasGivenUp,
                .isOver, .nobodyAnswered:
                false
            }
        }
    }

    @Test(arguments: Past.allCases)
    func `a read joins an equal one as long as that is not sent and no write is behind it`(past: Past) throws {
        let waits = [Past.waits, .waitedAndIsWritten, .writeWaitsBehind, .waitingWriteIsWrittenBehind].contains(past)
        let outbox = try outbox(waits ? .shut : .open)
        if past == .waitingWriteIsWrittenBehind { _ = try outbox.begin(write(8)) }
        let first = try outbox.begin(read(1, caller: 5, retries: 1))
        switch past {
        case .nothing, .waits: break
        case .waitedAndIsWritten:
            outbox.gate = .open
            for token in outbox.waiting() { _ = outbox.write(token, now: start) }
        case .waitingWriteIsWrittenBehind:
            outbox.gate = .open
            for token in outbox.waiting().reversed() { _ = outbox.write(token, now: start) }
        case .socketTookIt: outbox.flushed()
        case .socketTookItTwice:
            outbox.flushed()
            _ = outbox.write(first.token, now: start)
        case .writeIsBehind, .writeWaitsBehind: _ = try outbox.begin(write(2))
        case .writeThatMayNotRepeatIsBehind: _ = try outbox.begin(write(2, .write))
        case .publicationIsBehind: outbox.publish("s")
        case .otherReadIsBehind: _ = try outbox.begin(read(2, "other"))
        case .connectionWasLost: _ = outbox.connectionLost(lost)
        case .wasAnswered: _ = outbox.remove(first.token)
        case .wasGivenUp: _ = outbox.giveUp(5)
        case .isOver: _ = outbox.expire(now: start + .seconds(9), cause: nil)
        case .nobodyAnswered:
            outbox.flushed()
            _ = outbox.noResponders(first.token, now: start)
        }
        let second = try outbox.begin(read(3))
        #expect((second.step == .joined) == past.mayBeJoined)
        if !past.mayBeJoined { #expect(second.step == (outbox.gate == .open ? .written : .waits)) }
    }

    @Test func `other keys and other headers are asked for themselves`() throws {
        let outbox = try outbox()
        _ = try outbox.begin(read(1, headers: "a"))
        #expect(try outbox.begin(read(2, "other", headers: "a")).step == .written)
        #expect(try outbox.begin(read(3, headers: "b")).step == .written)
        #expect(try outbox.begin(read(4)).step == .written)
        #expect(try outbox.begin(read(5, headers: "a")).step == .joined)
        outbox.callerHeaders[9] = HeaderLines([("traceparent", "00-1")])
        #expect(try outbox.begin(read(6, caller: 9)).step == .written)
        #expect(try outbox.begin(read(7, caller: 9)).step == .joined)
        #expect(outbox.sentCount == 5)
        // Each of those that share counts: there is room for eight.
        #expect(try outbox.begin(read(8)).step == .joined)
        #expect(throws: NATSError.self) { try outbox.begin(read(9)) }
    }

    @Test func `one question is written for all, and its answer is everybody's`() throws {
        let outbox = try outbox()
        let first = try outbox.begin(read(1))
        for number in 2...5 { #expect(try outbox.begin(read(number)).step == .joined) }
        #expect(String(buffer: outbox.bytes) == "1 \(first.token.number)\n")
        outbox.flushed()
        #expect(outbox.answer(first.token) == [1, 2, 3, 4, 5])
        #expect(outbox.count == 0)
        #expect(outbox.sentCount == 0)
        #expect(outbox.answer(first.token) == [])
    }

    @Test(
        arguments: [([], [1, 2, 3, 4]), ([1], [2, 3, 4]), ([2], [1, 3, 4]), ([4], [1, 2, 3]), ([1, 2], [3, 4])]
            as [([Int], [Int])]
    )
    func `who gives up is not told, the others are`(gone: [Int], left: [Int]) throws {
        for isFlushed in [false, true] {
            let outbox = try outbox()
            let first = try outbox.begin(read(1, caller: 1))
            for number in 2...4 { _ = try outbox.begin(read(number, caller: UInt64(number))) }
            if isFlushed { outbox.flushed() }
            for number in gone {
                #expect(outbox.giveUp(UInt64(number)) == 1)
            }
            #expect(outbox.count == left.count)
            #expect(outbox.sentCount == 1)
            // The question stands for those that are left: who comes now joins them if it is not sent.
            if !isFlushed { #expect(try outbox.begin(read(7)).step == .joined) }
            #expect(outbox.answer(first.token) == left + (isFlushed ? [] : [7]))
            #expect(outbox.sentCount == 0)
        }
    }

    @Test func `the last one to be answered knows that it is the last, also where others gave up meanwhile`() throws {
        let outbox = try outbox()
        let first = try outbox.begin(read(1, caller: 1))
        for number in 2...3 { _ = try outbox.begin(read(number, caller: UInt64(number))) }
        outbox.flushed()
        #expect(outbox.remove(first.token)?.isShared == true)
        #expect(outbox.giveUp(3) == 1)
        #expect(outbox.remove(first.token)?.isShared == false)
        #expect(outbox.count == 0)
    }

    @Test func `a caller that gives up takes all its shares along, and the request where nobody is left`() throws {
        let outbox = try outbox()
        let first = try outbox.begin(read(1, caller: 1))
        for number in 2...4 { _ = try outbox.begin(read(number, caller: 1)) }
        #expect(outbox.giveUp(1) == 4)
        #expect(outbox.count == 0)
        #expect(outbox.sentCount == 0)
        #expect(outbox.answer(first.token) == [])
        #expect(try outbox.begin(read(5)).step == .written)
    }

    @Test(arguments: [[1, 2, 3], [3, 2, 1], [2, 1, 3], [2, 3, 1]])
    func `each has its own deadline`(order: [Int]) throws {
        for isSent in [true, false] {
            let outbox = try outbox(isSent ? .open : .shut)
            for number in 1...3 {
                let seconds = Int64(order.firstIndex(of: number) ?? 0) + 1
                _ = try outbox.begin(read(number, after: .seconds(seconds)))
            }
            for (index, number) in order.enumerated() {
                let deadline = start + .seconds(Int64(index) + 1)
                #expect(outbox.earliest == deadline)
                #expect(outbox.expire(now: deadline - .nanoseconds(1), cause: nil).isEmpty)
                let outcomes = outbox.expire(now: deadline, cause: nil)
                guard case .fail(let failed)? = outcomes.first, outcomes.count == 1 else {
                    Issue.record("\(outcomes)")
                    continue
                }
                #expect(failed.exchange.number == number)
                #expect(failed.error.code == (isSent ? .timeout : .unavailable))
            }
            #expect(outbox.count == 0)
            #expect(outbox.sentCount == 0)
        }
    }

    @Test func `all at once are over, or closed, each once`() throws {
        let outbox = try outbox()
        for number in 1...4 { _ = try outbox.begin(read(number)) }
        #expect(outbox.expire(now: start + .seconds(9), cause: nil).count == 4)
        for number in 1...4 { _ = try outbox.begin(read(number)) }
        #expect(outbox.removeAll(lost).map(\.exchange.number) == [1, 2, 3, 4])
        #expect(outbox.count == 0)
    }

    @Test func `a lost connection keeps the share, and one question is sent again`() throws {
        let outbox = try outbox()
        let first = try outbox.begin(read(1, caller: 1))
        _ = try outbox.begin(read(2))
        outbox.flushed()
        #expect(outbox.connectionLost(lost).isEmpty)
        #expect(outbox.waiting() == [first.token])
        // Under the name of the one who is gone.
        _ = outbox.giveUp(1)
        #expect(outbox.waiting() == [first.token])
        #expect(outbox.write(first.token, now: start))
        #expect(String(buffer: outbox.bytes) == "2 \(first.token.number)\n")
        #expect(outbox.answer(first.token) == [2])
    }

    @Test func `nobody answers - who has time for another attempt waits for it`() throws {
        let outbox = try outbox()
        let first = try outbox.begin(read(1, after: .milliseconds(200), retries: 1))
        _ = try outbox.begin(read(2, retries: 1))
        outbox.flushed()
        #expect(outbox.noResponders(first.token, now: start).map(\.exchange.number) == [1])
        #expect(outbox.sentCount == 0)
        guard case .send(first.token)? = outbox.expire(now: start + .milliseconds(250), cause: nil).first
        else {
            Issue.record("not sent again")
            return
        }
        _ = try outbox.begin(read(3))
        #expect(outbox.write(first.token, now: start))
        #expect(outbox.noResponders(first.token, now: start + .seconds(1)).map(\.exchange.number) == [2])
        #expect(outbox.count == 1)
    }

    @Test func `in any order of events a read sees every write that was stored before it began`() throws {
        let seed = SeededRandom.announced("shared reads")
        var joined = 0
        for run in 0..<400 {
            var model = try SharedReadModel(SeededRandom(state: seed &+ UInt64(run)))
            for _ in 0..<150 { try model.step() }
            model.finish()
            #expect(model.complaints == [], "seed \(seed), run \(run)")
            joined += model.joined
        }
        #expect(joined > 1000)
    }
}
