extension ConsumerConfiguration {
    private static let hundredMilliseconds: Int64 = 100_000_000
    private static let second: Int64 = 1_000_000_000
    private static let defaultAckWait = 30 * second
    /// Keeps a consumer from delivering the same message in a tight loop.
    private static let shortestWait: Int64 = 1_000_000
    private static let defaultMaxAckPending: Int64 = 1000
    private static let defaultMaxWaiting: Int64 = 512
    /// An ephemeral consumer without interest goes after this.
    private static let defaultInactiveThreshold = 5 * second

    /// Fills in what a client left out, as nats-server does.
    mutating func fillDefaults(for stream: StreamConfiguration) {
        if maxDeliver == 0 { maxDeliver = -1 }
        backoff = backoff.map { max($0, Self.shortestWait) }
        if let first = backoff.first { ackWait = first }
        if ackPolicy != .none {
            if ackWait <= 0 { ackWait = Self.defaultAckWait }
            ackWait = max(ackWait, Self.shortestWait)
            if maxAckPending == 0 {
                maxAckPending =
                    stream.consumerMaxAckPending > 0 ? stream.consumerMaxAckPending : Self.defaultMaxAckPending
            }
        }
        if !isPush, maxWaiting == 0 { maxWaiting = Self.defaultMaxWaiting }
        if inactiveThreshold == 0, stream.consumerInactiveThreshold > 0 {
            inactiveThreshold = stream.consumerInactiveThreshold
        }
        if !isDurable, inactiveThreshold == 0 { inactiveThreshold = Self.defaultInactiveThreshold }
    }

    /// Checks a configuration whose defaults are filled in.
    func validate(for stream: StreamConfiguration) throws(APIError) {
        if replicas > 1 { throw .replicasNotSupported }
        if filterSubject != nil, !filterSubjects.isEmpty { throw .duplicateFilters }
        if isPush { try validatePush(for: stream) } else { try validatePull() }
        try validateFilters()
        try validatePolicy()
        if ackPolicy == .none, !backoff.isEmpty { throw .consumerCreate("consumer backoff requires an ack policy") }
        if maxDeliver > 0, backoff.count > maxDeliver {
            throw APIError(400, 10116, "max deliver is required to be > length of backoff values")
        }
    }

    private func validatePush(for stream: StreamConfiguration) throws(APIError) {
        guard let deliverSubject else { return }
        guard SubjectRules.isValidFilter(deliverSubject) else {
            throw APIError(400, 10112, "invalid push consumer deliver subject")
        }
        if SubjectRules.hasWildcards(deliverSubject) { throw .deliverWildcards }
        if stream.subjects.contains(where: { SubjectRules.matches(deliverSubject, filter: $0) }) {
            throw .deliverCycle
        }
        if maxWaiting != 0 { throw APIError(400, 10080, "consumer in push mode can not set max waiting") }
        if idleHeartbeat > 0, idleHeartbeat < Self.hundredMilliseconds { throw .smallHeartbeat }
        if flowControl, idleHeartbeat == 0 { throw .flowControlNeedsHeartbeat }
    }

    private func validatePull() throws(APIError) {
        if maxWaiting < 0 { throw APIError(400, 10087, "consumer max waiting needs to be positive") }
        if idleHeartbeat > 0 { throw .heartbeatNeedsPush }
        if flowControl { throw .flowControlNeedsPush }
        if rateLimit > 0 { throw APIError(400, 10086, "consumer in pull mode can not have rate limit set") }
    }

    private func validateFilters() throws(APIError) {
        for (index, filter) in filters.enumerated() {
            if filter.isEmpty { throw .emptyFilter }
            guard SubjectRules.isValidFilter(filter) else { throw .filterNotSubset }
            if filters[..<index].contains(where: { SubjectRules.overlap($0, filter) }) { throw .overlappingFilters }
        }
    }

    private func validatePolicy() throws(APIError) {
        func alsoSet(_ policy: String, _ what: String) -> APIError {
            .deliverPolicy("deliver \(policy), but optional start \(what) is also set")
        }
        func notSet(_ policy: String, _ what: String) -> APIError {
            .deliverPolicy("deliver \(policy), but optional \(what) is not set")
        }
        switch deliverPolicy {
        case .all, .last, .new, .lastPerSubject:
            let name = deliverPolicy == .lastPerSubject ? "last per subject" : deliverPolicy.rawValue
            if startSequence > 0 { throw alsoSet(name, "sequence") }
            if startTime != nil { throw alsoSet(name, "time") }
            if deliverPolicy == .lastPerSubject, filters.isEmpty { throw notSet(name, "filter subject") }
        case .byStartSequence:
            if startSequence == 0 { throw notSet("by start sequence", "start sequence") }
            if startTime != nil { throw alsoSet("by start sequence", "time") }
        case .byStartTime:
            if startTime == nil { throw notSet("by start time", "start time") }
            if startSequence > 0 { throw alsoSet("by start time", "start sequence") }
        }
    }
}
