import NATSWire
import NIOCore

/// What a publisher's headers ask of a stream.
struct PublishConditions: Sendable, Equatable {
    enum Rollup: Sendable, Equatable {
        case subject, all
        case unknown(String)
    }
    var messageID: String?
    var expectedStream: String?
    var expectedLastSequence: UInt64?
    var expectedLastSubjectSequence: UInt64?
    /// The filter that `expectedLastSubjectSequence` is about, where it is not the message's own subject.
    var expectedLastSubject: String?
    var expectedLastMessageID: String?
    var rollup: Rollup?
    var timeToLive: TimeToLive?

    init() {}

    init(_ block: ByteBuffer?) {
        guard let block else { return }
        for (name, value) in Headers(block) where name.utf8.count >= 8 && !value.isEmpty {
            switch name {
            case "Nats-Msg-Id": messageID = messageID ?? value
            case "Nats-Expected-Stream": expectedStream = expectedStream ?? value
            case "Nats-Expected-Last-Sequence":
                expectedLastSequence = expectedLastSequence ?? Self.sequence(value)
            case "Nats-Expected-Last-Subject-Sequence":
                expectedLastSubjectSequence = expectedLastSubjectSequence ?? Self.sequence(value)
            case "Nats-Expected-Last-Subject-Sequence-Subject": expectedLastSubject = expectedLastSubject ?? value
            case "Nats-Expected-Last-Msg-Id": expectedLastMessageID = expectedLastMessageID ?? value
            case "Nats-Rollup":
                guard rollup == nil else { continue }
                switch value {
                case "sub": rollup = .subject
                case "all": rollup = .all
                default: rollup = .unknown(value)
                }
            case "Nats-TTL": timeToLive = timeToLive ?? TimeToLive(value)
            default: continue
            }
        }
    }

    /// A number that no stream has stands for text that is no number: the expectation fails.
    private static func sequence(_ text: String) -> UInt64 {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return .max }
        return UInt64(text) ?? .max
    }
}

/// The value of a Nats-TTL header.
enum TimeToLive: Sendable, Equatable {
    /// Nanoseconds, at least a second.
    case duration(Int64)
    case never
    case invalid

    private static let second: Int64 = 1_000_000_000
    private static let longest: Int64 = 100 * 365 * 86_400

    /// Integer seconds, a Go duration or `never`.
    init(_ text: String) {
        if text == "never" {
            self = .never
            return
        }
        if let seconds = Int64(text) {
            self = seconds > 0 && seconds <= Self.longest ? .duration(seconds * Self.second) : .invalid
            return
        }
        guard let nanoseconds = GoDuration.parse(text), nanoseconds >= Self.second else {
            self = .invalid
            return
        }
        // nats-server keeps whole seconds.
        self = .duration(nanoseconds / Self.second * Self.second)
    }
}
