import NIOCore

@testable import NATSKV

/// An outbox, and a server that counts the writes of each key: random events, and what must hold in any order of them.
struct SharedReadModel {
    private(set) var complaints: [String] = []
    private(set) var joined = 0
    private var random: SeededRandom
    private var outbox: Outbox
    private var now = NIODeadline.uptimeNanoseconds(1_000_000_000)
    private let keys = ["a", "b"]
    /// Per read: its key and how many writes of it were stored, or made on this connection, when it began.
    private var reads: [Int: (key: String, floor: Int)] = [:]
    /// Per write: its key.
    private var writes: [Int: String] = [:]
    private var stored: Set<Int> = []
    private var versions: [String: Int] = [:]
    private var open: Set<Int> = []
    private var count = 0
    /// What the server was sent and has not looked at: exchange and token.
    private var queue: [(number: Int, token: RequestToken)] = []
    private var answers: [(token: RequestToken, version: Int)] = []

    init(_ random: SeededRandom) throws {
        self.random = random
        outbox = Outbox(try configuration("nats://127.0.0.1:4222"), inbox: "")
        outbox.gate = .open
    }

    mutating func step() throws {
        let key = keys.randomElement(using: &random) ?? "a"
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<6: try read(key)
        case 6: try write(key)
        // Another client's write.
        case 7, 16, 17, 18: versions[key, default: 0] += 1
        case 8, 9: flush()
        case 10, 11: serve()
        case 12, 13: answer()
        case 14:
            let token = CancellationToken(number: UInt64.random(in: 1...4, using: &random))
            let before = outbox.requests.count
            let gone = outbox.requests.removeAll(of: token).requests
            if outbox.requests.count != before - gone { complaints.append("\(gone) given up") }
            open = open.filter { reads[$0] == nil || $0 % 4 + 1 != Int(token.number) }
        default:
            if Bool.random(using: &random) { try loseAndResume() } else { expire() }
        }
        if outbox.requests.count != open.count { complaints.append("\(outbox.requests.count) for \(open.count)") }
    }

    /// Ends all that is open.
    mutating func finish() {
        for failed in outbox.requests.removeAll(NATSError(.closed, "end")) { tell(failed.exchange.number, nil) }
        if !open.isEmpty || outbox.requests.sentCount != 0 { complaints.append("\(open.count) never told") }
    }

    private mutating func read(_ key: String) throws {
        count += 1
        let pending = writes.filter { $0.value == key && !stored.contains($0.key) }.count
        reads[count] = (key, versions[key, default: 0] + pending)
        let deadline = now + .milliseconds(Int64.random(in: 1...400, using: &random))
        var request = Request(NumberedExchange(count, asksFor: key), kind: .read, deadline: deadline)
        request.caller = Caller(number: UInt64(count % 4 + 1))
        open.insert(count)
        if try outbox.begin(request).step == .joined { joined += 1 }
    }

    private mutating func write(_ key: String) throws {
        count += 1
        writes[count] = key
        open.insert(count)
        _ = try outbox.begin(Request(NumberedExchange(count), kind: .recognisedWrite, deadline: .distantFuture))
    }

    private mutating func flush() {
        for line in String(buffer: outbox.bytes).split(separator: "\n") {
            let numbers = line.split(separator: " ").compactMap { UInt64($0) }
            queue.append((Int(numbers[0]), RequestToken(number: numbers[1])))
        }
        outbox.flushed()
    }

    private mutating func serve() {
        guard let (number, token) = queue.first else { return }
        queue.removeFirst()
        if let key = writes[number] {
            if stored.insert(number).inserted { versions[key, default: 0] += 1 }
            answers.append((token, 0))
        } else if let key = reads[number]?.key {
            answers.append((token, versions[key, default: 0]))
        }
    }

    private mutating func answer() {
        guard let (token, version) = answers.first else { return }
        answers.removeFirst()
        while let request = outbox.requests.remove(token) {
            tell(request.exchange.number, version)
            guard request.isShared else { break }
        }
    }

    private mutating func expire() {
        now = now + .milliseconds(Int64.random(in: 1...100, using: &random))
        for case .fail(let failed) in outbox.requests.expire(now: now, cause: nil) { tell(failed.exchange.number, nil) }
    }

    /// The server looks at some of what it was sent, and its answers may still come later.
    private mutating func loseAndResume() throws {
        for _ in 0..<Int.random(in: 0...3, using: &random) { serve() }
        queue = []
        outbox.flushed()
        outbox.gate = .shut
        for failed in outbox.connectionLost(NATSError(.unavailable, "lost")) { tell(failed.exchange.number, nil) }
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let key = keys.randomElement(using: &random) ?? "a"
            if Int.random(in: 0..<4, using: &random) == 0 { try write(key) } else { try read(key) }
        }
        outbox.gate = .open
        for token in outbox.requests.waiting() { _ = outbox.write(token, now: now) }
    }

    private mutating func tell(_ number: Int?, _ version: Int?) {
        guard let number, open.remove(number) != nil else { return complaints.append("told twice: \(number ?? 0)") }
        if let version, let read = reads[number], version < read.floor {
            complaints.append("read \(number) of \(read.key): \(version) instead of \(read.floor)")
        }
    }
}
