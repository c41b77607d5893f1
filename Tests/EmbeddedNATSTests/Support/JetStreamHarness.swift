import JSON
import NIOCore

@testable import EmbeddedNATS

/// JetStream without sockets: the test is the clock, the network and the subscribers.
final class JetStreamHarness {
    static let second: Int64 = 1_000_000_000

    private(set) var jetStream: JetStream
    var now: Int64 = 1_000 * second
    /// Subjects that somebody subscribes to.
    private let interest = Interest()
    private var backlog: [Publication] = []

    private final class Interest {
        var subjects: Set<String> = []
    }

    init() {
        let interest = interest
        jetStream = JetStream(storage: MemoryStorage(), random: SeededGenerator(seed: 5)) { subject, _ in
            interest.subjects.contains(subject)
        }
    }

    /// Sends a message and returns the answer to it, if there is one.
    @discardableResult
    func send(_ subject: String, _ payload: String = "", headers: String? = nil) -> Publication? {
        let message = Publication(
            ExactString(subject),
            reply: "answer",
            headers: headers.map { ByteBuffer(string: "NATS/1.0\r\n\($0)\r\n\r\n") },
            payload: ByteBuffer(string: payload)
        )
        _ = jetStream.handle(message, now: now)
        collect()
        guard let index = backlog.firstIndex(where: { $0.route == "answer" }) else { return nil }
        return backlog.remove(at: index)
    }

    func api(_ subject: String, _ payload: String = "") -> JSONValue {
        guard let answer = send("$JS.API." + subject, payload) else { return .null }
        return (try? JSONValue(parsing: Array(answer.payload.readableBytesView))) ?? .null
    }

    func subscribe(_ subject: String) {
        interest.subjects.insert(subject)
        jetStream.interestChanged(subject, now: now)
    }

    func unsubscribe(_ subject: String) {
        interest.subjects.remove(subject)
        jetStream.interestChanged(subject, now: now)
    }

    /// Lets time go by, with every timer at its time.
    func advance(by length: Int64) {
        let end = now + length
        collect()
        while let next = jetStream.nextTimer, next <= end {
            now = max(now, next)
            jetStream.timersFired(now: now)
            collect()
        }
        now = end
    }

    /// What was sent to a subject since the last call.
    func received(_ subject: String) -> [Publication] {
        collect()
        let found = backlog.filter { $0.route.text == subject }
        backlog.removeAll { $0.route.text == subject }
        return found
    }

    private func collect() {
        while jetStream.hasReadyConsumers { jetStream.deliver(now: now) }
        backlog += jetStream.takeOutbox()
    }
}

extension Publication {
    var text: String { String(buffer: payload) }
    var headerText: String { headers.map { String(buffer: $0) } ?? "" }
}
