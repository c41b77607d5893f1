/// A consumer's settings.
struct ConsumerConfiguration: Sendable, Equatable {
    enum DeliverPolicy: String, Sendable {
        case all, last, new
        case lastPerSubject = "last_per_subject"
        case byStartSequence = "by_start_sequence"
        case byStartTime = "by_start_time"
    }
    enum AckPolicy: String, Sendable { case none, all, explicit }
    enum ReplayPolicy: String, Sendable { case instant, original }

    var name = ""
    var durableName: String?
    var description: String?
    var deliverPolicy: DeliverPolicy = .all
    var startSequence: UInt64 = 0
    /// Nanoseconds since 1970.
    var startTime: Int64?
    var ackPolicy: AckPolicy = .none
    /// Nanoseconds, as are all durations here.
    var ackWait: Int64 = 0
    var maxDeliver: Int64 = -1
    var backoff: [Int64] = []
    var filterSubject: String?
    var filterSubjects: [String] = []
    var replayPolicy: ReplayPolicy = .instant
    var rateLimit: UInt64 = 0
    var sampleFrequency: String?
    var maxWaiting: Int64 = 0
    var maxAckPending: Int64 = 0
    var flowControl = false
    var idleHeartbeat: Int64 = 0
    var headersOnly = false
    var maxRequestBatch: Int64 = 0
    var maxRequestExpires: Int64 = 0
    var maxRequestMaxBytes: Int64 = 0
    var deliverSubject: String?
    var deliverGroup: String?
    var inactiveThreshold: Int64 = 0
    var replicas: Int64 = 0
    var memoryStorage = false
    var metadata: [(name: String, value: String)] = []
    /// Nanoseconds since 1970.
    var pauseUntil: Int64?

    var isPush: Bool { deliverSubject != nil }
    var isDurable: Bool { durableName != nil }
    /// Whether the consumer is there again after a restart, where its stream is. An ephemeral one is, too: what ends it is
    /// its inactive threshold.
    var isStored: Bool { !memoryStorage }
    /// All filters; none stands for every subject.
    var filters: [String] { filterSubject.map { [$0] } ?? filterSubjects }

    static func == (left: Self, right: Self) -> Bool {
        var one = left
        var other = right
        guard one.metadata.elementsEqual(other.metadata, by: { $0.name == $1.name && $0.value == $1.value }) else {
            return false
        }
        one.metadata = []
        other.metadata = []
        return one.json == other.json
    }
}
