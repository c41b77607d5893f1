import JSON

extension ConsumerConfiguration {
    init(_ fields: RequestFields) throws(APIError) {
        name = try fields.string("name") ?? ""
        durableName = try fields.string("durable_name").flatMap { $0.isEmpty ? nil : $0 }
        description = try fields.string("description")
        deliverPolicy = try fields.choice("deliver_policy", default: .all)
        startSequence = try fields.unsigned("opt_start_seq") ?? 0
        startTime = try fields.time("opt_start_time")
        ackPolicy = try fields.choice("ack_policy", default: .none)
        ackWait = try fields.integer("ack_wait") ?? 0
        maxDeliver = try fields.integer("max_deliver") ?? 0
        backoff = try fields.integers("backoff") ?? []
        filterSubject = try fields.string("filter_subject").flatMap { $0.isEmpty ? nil : $0 }
        filterSubjects = try fields.strings("filter_subjects") ?? []
        replayPolicy = try fields.choice("replay_policy", default: .instant)
        rateLimit = try fields.unsigned("rate_limit_bps") ?? 0
        sampleFrequency = try fields.string("sample_freq")
        maxWaiting = try fields.integer("max_waiting") ?? 0
        maxAckPending = try fields.integer("max_ack_pending") ?? 0
        flowControl = try fields.flag("flow_control")
        idleHeartbeat = try fields.integer("idle_heartbeat") ?? 0
        headersOnly = try fields.flag("headers_only")
        maxRequestBatch = try fields.integer("max_batch") ?? 0
        maxRequestExpires = try fields.integer("max_expires") ?? 0
        maxRequestMaxBytes = try fields.integer("max_bytes") ?? 0
        deliverSubject = try fields.string("deliver_subject").flatMap { $0.isEmpty ? nil : $0 }
        deliverGroup = try fields.string("deliver_group").flatMap { $0.isEmpty ? nil : $0 }
        inactiveThreshold = try fields.integer("inactive_threshold") ?? 0
        replicas = try fields.integer("num_replicas") ?? 0
        memoryStorage = try fields.flag("mem_storage")
        metadata = try fields.texts("metadata")
        pauseUntil = try fields.time("pause_until")
    }

    /// All settings, in nats-server's order.
    var json: JSONObject {
        var object = JSONObject()
        object.addIfSet("durable_name", durableName)
        object.addIfSet("name", name)
        object.addIfSet("description", description)
        object.add("deliver_policy", deliverPolicy.rawValue)
        object.addUnlessZero("opt_start_seq", startSequence)
        if let startTime { object.add("opt_start_time", Timestamp.format(startTime)) }
        object.add("ack_policy", ackPolicy.rawValue)
        object.addUnlessZero("ack_wait", ackWait)
        object.addUnlessZero("max_deliver", maxDeliver)
        if !backoff.isEmpty { object.add("backoff", backoff.map { .integer($0) }) }
        object.addIfSet("filter_subject", filterSubject)
        if !filterSubjects.isEmpty { object.add("filter_subjects", filterSubjects.map { .string($0) }) }
        object.add("replay_policy", replayPolicy.rawValue)
        object.addUnlessZero("rate_limit_bps", rateLimit)
        object.addIfSet("sample_freq", sampleFrequency)
        object.addUnlessZero("max_waiting", maxWaiting)
        object.addUnlessZero("max_ack_pending", maxAckPending)
        object.addIfTrue("flow_control", flowControl)
        object.addIfTrue("headers_only", headersOnly)
        object.addUnlessZero("idle_heartbeat", idleHeartbeat)
        object.addUnlessZero("max_batch", maxRequestBatch)
        object.addUnlessZero("max_expires", maxRequestExpires)
        object.addUnlessZero("max_bytes", maxRequestMaxBytes)
        object.addIfSet("deliver_subject", deliverSubject)
        object.addIfSet("deliver_group", deliverGroup)
        object.addUnlessZero("inactive_threshold", inactiveThreshold)
        object.add("num_replicas", replicas)
        object.addIfTrue("mem_storage", memoryStorage)
        object.addIfSet("metadata", metadata)
        if let pauseUntil { object.add("pause_until", Timestamp.format(pauseUntil)) }
        return object
    }
}
