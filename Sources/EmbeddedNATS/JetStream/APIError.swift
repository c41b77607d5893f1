/// An error of the JetStream API, with the numbers and the text of nats-server.
struct APIError: Error, Sendable, Hashable {
    /// The HTTP-like class of the error.
    let code: Int
    /// The error's own number; clients tell errors apart by it.
    let number: Int
    let description: String

    init(_ code: Int, _ number: Int, _ description: String) {
        self.code = code
        self.number = number
        self.description = description
    }

    static let badRequest = Self(400, 10003, "bad request")
    static let consumerNotFound = Self(404, 10014, "consumer not found")
    static let consumerNameExists = Self(400, 10013, "consumer name already in use")
    static let consumerDurableNameMismatch = Self(
        400,
        10017,
        "consumer name in subject does not match durable name in request"
    )
    static let consumerDurableNotInSubject = Self(
        400,
        10016,
        "consumer expected to be durable but no durable name set in subject"
    )
    static let consumerDurableNotInRequest = Self(
        400,
        10018,
        "consumer expected to be durable but a durable name was not set"
    )
    static let consumerEphemeralWithDurableInSubject = Self(
        400,
        10019,
        "consumer expected to be ephemeral but detected a durable name set in subject"
    )
    static let consumerEphemeralWithDurableName = Self(
        400,
        10020,
        "consumer expected to be ephemeral but a durable name was set in request"
    )
    static let consumerNameMismatch = Self(400, 10119, "consumer name in subject does not match name in request")
    static let invalidJSON = Self(400, 10025, "invalid JSON")
    static let maximumConsumers = Self(400, 10026, "maximum consumers limit reached")
    static let messageNotFound = Self(404, 10037, "no message found")
    static let jetStreamNotEnabled = Self(503, 10076, "JetStream not enabled")
    static let messageDeleteFailed = Self(500, 10057, "message delete not permitted")
    static let messageTooLarge = Self(400, 10054, "message size exceeds maximum allowed")
    static let headersTooLarge = Self(400, 10097, "header size exceeds maximum allowed of 64k")
    static let streamNameMismatch = Self(400, 10056, "stream name in subject does not match request")
    static let streamNameInUse = Self(400, 10058, "stream name already in use with a different configuration")
    static let streamNotFound = Self(404, 10059, "stream not found")
    static let streamNotMatched = Self(400, 10060, "expected stream does not match")
    static let subjectsOverlap = Self(400, 10065, "subjects overlap with an existing stream")
    static let replicasNotSupported = Self(500, 10074, "replicas > 1 not supported in non-clustered mode")
    static let replicasNegative = Self(400, 10133, "replicas count cannot be negative")
    static let purgeNotPermitted = Self(500, 10110, "stream purge not permitted")
    static let rollupNotPermitted = Self(500, 10111, "rollup not permitted")
    static let storeUnavailable = Self(503, 10077, "the store cannot be written to")
    static let sealed = Self(400, 10109, "invalid operation on sealed stream")
    static let invalidMessageTTL = Self(400, 10165, "invalid per-message TTL")
    static let messageTTLDisabled = Self(400, 10166, "per-message TTL is disabled")
    static let filterNotSubset = Self(
        400,
        10093,
        "consumer filter subject is not a valid subset of the interest subjects"
    )
    static let duplicateFilters = Self(
        400,
        10136,
        "consumer cannot have both FilterSubject and FilterSubjects specified"
    )
    static let overlappingFilters = Self(400, 10138, "consumer subject filters cannot overlap")
    static let emptyFilter = Self(400, 10139, "consumer filter in FilterSubjects cannot be empty")
    static let filterMismatch = Self(
        400,
        10131,
        "Consumer create request did not match filtered subject from create subject"
    )
    static let smallHeartbeat = Self(400, 10083, "consumer idle heartbeat needs to be >= 100ms")
    static let flowControlNeedsHeartbeat = Self(400, 10108, "consumer with flow control also needs heartbeats")
    static let flowControlNeedsPush = Self(400, 10089, "consumer flow control requires a push based consumer")
    static let heartbeatNeedsPush = Self(400, 10088, "consumer idle heartbeat requires a push based consumer")
    static let deliverCycle = Self(400, 10081, "consumer deliver subject forms a cycle")
    static let deliverWildcards = Self(400, 10079, "consumer deliver subject has wildcards")
    static let ackPolicyRequired = Self(400, 10181, "consumer ack policy is required")

    static func wrongLastSequence(_ actual: UInt64) -> Self { Self(400, 10071, "wrong last sequence: \(actual)") }
    static func wrongLastMessageID(_ actual: String) -> Self { Self(400, 10070, "wrong last msg ID: \(actual)") }
    static func invalidStreamConfiguration(_ why: String) -> Self { Self(500, 10052, why) }
    static func storeFailed(_ why: String) -> Self { Self(503, 10077, why) }
    static func deliverPolicy(_ why: String) -> Self { Self(400, 10094, "consumer delivery policy is \(why)") }
    static func consumerCreate(_ why: String) -> Self { Self(500, 10012, why) }
    static func rollupFailed(_ why: String) -> Self { Self(500, 10111, why) }
    static func invalidJSON(_ why: String) -> Self { Self(400, 10025, "invalid JSON: \(why)") }
    static func sequenceNotFound(_ sequence: UInt64) -> Self { Self(400, 10043, "sequence \(sequence) not found") }
}
