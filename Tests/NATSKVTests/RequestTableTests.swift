import NIOCore
import Testing

@testable import NATSKV

@Suite struct RequestTableTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    private func request(_ id: Int, kind: Request.Kind = .read, after: TimeAmount = .seconds(1)) -> Request {
        Request(NumberedExchange(id), kind: kind, deadline: start + after, retries: 1)
    }

    private func insert(_ request: Request, into table: inout RequestTable) throws -> RequestToken {
        let token = table.insert(request)
        return try #require(token)
    }

    @Test func `a token finds its own request only, and only once`() throws {
        var table = RequestTable(maximumCount: 10, maximumBytes: 100)
        let first = try insert(request(1), into: &table)
        let second = try insert(request(2), into: &table)
        #expect(table.remove(first)?.exchange.number == 1)
        #expect(table.remove(first) == nil)
        let third = try insert(request(3), into: &table)
        #expect(third != first)
        #expect(table.remove(first) == nil)
        #expect(table.remove(second)?.exchange.number == 2)
        #expect(table.remove(third)?.exchange.number == 3)
        #expect(table.remove(RequestToken(number: .max)) == nil)
        #expect(table.count == 0)
    }

    @Test func `is bounded in number and in bytes`() {
        var table = RequestTable(maximumCount: 2, maximumBytes: 10)
        let large = Request(NumberedExchange(1, size: 8), kind: .read, deadline: start)
        #expect(table.insert(large) != nil)
        #expect(table.insert(large) == nil)
        #expect(table.insert(request(2)) != nil)
        #expect(table.insert(request(3)) == nil)
    }

    @Test func `a loss ends what must not be sent twice and keeps the rest`() throws {
        var table = RequestTable(maximumCount: 10, maximumBytes: 100)
        let kinds: [Request.Kind] = [.read, .recognisedWrite, .write]
        let tokens = kinds.enumerated().compactMap { table.insert(request($0.offset, kind: $0.element)) }
        for token in tokens { table.markSent(token) }
        let unsent = try insert(request(3, kind: .write), into: &table)
        let failed = table.connectionLost(NATSError(.unavailable, "lost"))
        #expect(failed.map(\.exchange.number) == [2])
        #expect(failed.first?.error.code == .outcomeUnknown)
        #expect(table.waiting() == [tokens[0], tokens[1], unsent])
        #expect(table.sentCount == 0)
    }

    @Test(arguments: [
        (Request.Kind.read, false, NATSError.Code.unavailable), (.recognisedWrite, false, .unavailable),
        (.read, true, .timeout), (.recognisedWrite, true, .outcomeUnknown), (.write, true, .outcomeUnknown),
    ])
    func `the deadline says what is known`(kind: Request.Kind, isSent: Bool, code: NATSError.Code) throws {
        var table = RequestTable(maximumCount: 10, maximumBytes: 100)
        let token = try insert(request(1, kind: kind), into: &table)
        if isSent { table.markSent(token) }
        let early = table.expire(now: start, cause: nil)
        #expect(early.isEmpty)
        guard case .fail(let failed)? = table.expire(now: start + .seconds(1), cause: nil).first else {
            Issue.record("not ended")
            return
        }
        #expect(failed.exchange.number == 1)
        #expect(failed.error.code == code)
        #expect(table.earliest == .distantFuture)
    }

    @Test func `without responders a request pauses, then is sent again, then fails`() throws {
        var table = RequestTable(maximumCount: 10, maximumBytes: 100)
        let token = try insert(request(1), into: &table)
        table.markSent(token)
        #expect(table.noResponders(token, now: start).isEmpty)
        #expect(table.earliest == start + .milliseconds(250))
        guard case .send(token)? = table.expire(now: start + .milliseconds(250), cause: nil).first else {
            Issue.record("not sent again")
            return
        }
        table.markSent(token)
        let end = table.noResponders(token, now: start + .milliseconds(260))
        #expect(end.map(\.exchange.number) == [1])
        #expect(end.first?.error.code == .noResponders)
    }

    @Test(
        arguments: [(.recognisedWrite, .outcomeUnknown), (.read, .noResponders)]
            as [(Request.Kind, NATSError.Code)]
    )
    func `no responders says nothing of an earlier attempt that got no answer`(
        kind: Request.Kind,
        code: NATSError.Code
    ) throws {
        var table = RequestTable(maximumCount: 10, maximumBytes: 100)
        let token = try insert(request(1, kind: kind), into: &table)
        table.markSent(token)
        // Sent again while the first attempt may still be on its way.
        table.markSent(token)
        #expect(table.noResponders(token, now: start + .milliseconds(500)).isEmpty)
        _ = table.expire(now: start + .milliseconds(750), cause: nil)
        table.markSent(token)
        #expect(table.noResponders(token, now: start + .milliseconds(760)).first?.error.code == code)
    }

    @Test func `in any order of events every completion comes out exactly once`() {
        let seed = SeededRandom.announced("request table")
        for run in 0..<500 {
            var random = SeededRandom(state: seed &+ UInt64(run))
            var table = RequestTable(maximumCount: 50, maximumBytes: 10_000)
            var now = start
            var open: [RequestToken] = []
            var (taken, ended) = (0, 0)
            for step in 0..<200 {
                switch Int.random(in: 0..<10, using: &random) {
                case 0...3:
                    var next = request(
                        step,
                        kind: [.read, .write, .recognisedWrite].randomElement(using: &random) ?? .read
                    )
                    next.deadline = now + .milliseconds(Int64.random(in: 1...500, using: &random))
                    if let token = table.insert(next) {
                        open.append(token)
                        taken += 1
                    }
                case 4...5: if let token = open.randomElement(using: &random) { table.markSent(token) }
                case 6: if let token = open.randomElement(using: &random), table.remove(token) != nil { ended += 1 }
                case 7:
                    guard let token = open.randomElement(using: &random), case .sent? = table[token]?.phase else {
                        break
                    }
                    ended += table.noResponders(token, now: now).count
                case 8: ended += table.connectionLost(NATSError(.unavailable, "lost")).count
                default:
                    now = now + .milliseconds(Int64.random(in: 1...300, using: &random))
                    for outcome in table.expire(now: now, cause: nil) { if case .fail = outcome { ended += 1 } }
                }
                #expect(table.count == taken - ended, "seed \(seed), run \(run)")
            }
            ended += table.removeAll(NATSError(.closed, "end")).count
            #expect(taken == ended, "seed \(seed), run \(run)")
            #expect(table.sentCount == 0)
        }
    }

    @Test func `what a server does not permit is over at once, unless an attempt before may have been stored`() throws {
        var table = RequestTable(maximumCount: 10, maximumBytes: 100)
        let read = try insert(request(1), into: &table)
        let write = try insert(request(1, kind: .recognisedWrite), into: &table)
        let again = try insert(request(1, kind: .recognisedWrite), into: &table)
        let other = try insert(request(2), into: &table)
        let unsent = try insert(request(1), into: &table)
        for token in [read, write, again, other] { table.markSent(token) }
        _ = table.connectionLost(NATSError(.unavailable, "lost"))
        for token in [again, other] { table.markSent(token) }
        #expect(table.refused(on: "s3", NATSError(.authorization, "no")).isEmpty)
        let failed = table.refused(on: "s1", NATSError(.authorization, "no"))
        #expect(failed.map(\.error.code) == [.outcomeUnknown])
        for token in [read, write] { table.markSent(token) }
        #expect(table[unsent] != nil)
        #expect(table[other] != nil)
        #expect(table.count == 4)
    }

    @Test func `the subject of an answer serves again only where no other answer can come to it`() throws {
        var table = RequestTable(maximumCount: 10, maximumBytes: 100)
        func ask(isAnsweredOnce: Bool = true, sends: Int = 1) -> RequestToken {
            let exchange = NumberedExchange(1, isAnsweredOnce: isAnsweredOnce)
            let token = table.add(Request(exchange, kind: .read, deadline: start), isSent: true)
            for _ in 1..<sends { table.markSent(token) }
            return token
        }
        let first = ask()
        #expect(table.answered(first) != nil)
        #expect(table.answered(first) == nil)
        let second = ask()
        #expect(second == first)
        // Given up: its answer may still come.
        #expect(table.remove(second) != nil)
        let third = ask(sends: 2)
        #expect(third != second)
        #expect(table.answered(third) != nil)
        let fourth = ask(isAnsweredOnce: false)
        #expect(fourth != third)
        #expect(table.answered(fourth) != nil)
        #expect(ask() != fourth)
        #expect(table.count == 1)
    }
}
