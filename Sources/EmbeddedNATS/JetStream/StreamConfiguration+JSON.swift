import JSON

extension StreamConfiguration {
    /// What a client asked for; settings that it left out have no value yet (`fillDefaults()`).
    init(_ fields: RequestFields, name: String) throws(APIError) {
        self.init(name: name)
        description = try fields.string("description")
        subjects = try fields.strings("subjects") ?? []
        retention = try fields.choice("retention", default: .limits)
        storage = try fields.choice("storage", default: .file)
        discard = try fields.choice("discard", default: .old)
        compression = try fields.choice("compression", default: .none)
        maxConsumers = try fields.integer("max_consumers") ?? 0
        maxMessages = try fields.integer("max_msgs") ?? 0
        maxBytes = try fields.integer("max_bytes") ?? 0
        maxAge = try fields.integer("max_age") ?? 0
        maxMessagesPerSubject = try fields.integer("max_msgs_per_subject") ?? 0
        maxMessageSize = try fields.integer("max_msg_size") ?? 0
        replicas = try fields.integer("num_replicas") ?? 0
        duplicateWindow = try fields.integer("duplicate_window") ?? 0
        firstSequence = try fields.unsigned("first_seq") ?? 0
        subjectDeleteMarkerTTL = try fields.integer("subject_delete_marker_ttl") ?? 0
        metadata = try fields.texts("metadata")
        try readFlags(fields)
        if let found = try fields.fields("republish") {
            republish = Republish(
                source: try found.string("src") ?? "",
                destination: try found.string("dest") ?? "",
                headersOnly: try found.flag("headers_only")
            )
        }
        if let limits = try fields.fields("consumer_limits") {
            consumerInactiveThreshold = try limits.integer("inactive_threshold") ?? 0
            consumerMaxAckPending = try limits.integer("max_ack_pending") ?? 0
        }
        try refuseUnsupported(fields)
    }

    private mutating func readFlags(_ fields: RequestFields) throws(APIError) {
        noAck = try fields.flag("no_ack")
        sealed = try fields.flag("sealed")
        denyDelete = try fields.flag("deny_delete")
        denyPurge = try fields.flag("deny_purge")
        allowRollup = try fields.flag("allow_rollup_hdrs")
        allowDirect = try fields.flag("allow_direct")
        mirrorDirect = try fields.flag("mirror_direct")
        discardNewPerSubject = try fields.flag("discard_new_per_subject")
        allowMessageTTL = try fields.flag("allow_msg_ttl")
    }

    private func refuseUnsupported(_ fields: RequestFields) throws(APIError) {
        if try fields.fields("mirror") != nil {
            throw .invalidStreamConfiguration("stream mirrors are not supported by this server")
        }
        if fields.has("sources"), fields.hasElements("sources") {
            throw .invalidStreamConfiguration("stream sources are not supported by this server")
        }
        if try fields.fields("subject_transform") != nil {
            throw .invalidStreamConfiguration("stream subject transforms are not supported by this server")
        }
    }

    /// All settings, in nats-server's order.
    var json: JSONObject {
        var object = JSONObject()
        object.add("name", name)
        object.addIfSet("description", description)
        object.add("subjects", subjects.map { .string($0) })
        object.add("retention", retention.rawValue)
        object.add("max_consumers", maxConsumers)
        object.add("max_msgs", maxMessages)
        object.add("max_bytes", maxBytes)
        object.add("max_age", maxAge)
        object.add("max_msgs_per_subject", maxMessagesPerSubject)
        object.add("max_msg_size", maxMessageSize)
        object.add("discard", discard.rawValue)
        object.add("storage", storage.rawValue)
        object.add("num_replicas", replicas)
        object.addIfTrue("no_ack", noAck)
        object.addUnlessZero("duplicate_window", duplicateWindow)
        object.add("compression", compression.rawValue)
        object.addUnlessZero("first_seq", firstSequence)
        if let republish {
            var target: JSONObject = ["src": .string(republish.source), "dest": .string(republish.destination)]
            target.addIfTrue("headers_only", republish.headersOnly)
            object.add("republish", target)
        }
        object.add("sealed", sealed)
        object.add("deny_delete", denyDelete)
        object.add("deny_purge", denyPurge)
        object.add("allow_rollup_hdrs", allowRollup)
        object.add("allow_direct", allowDirect)
        object.add("mirror_direct", mirrorDirect)
        object.addIfTrue("discard_new_per_subject", discardNewPerSubject)
        var limits = JSONObject()
        limits.addUnlessZero("inactive_threshold", consumerInactiveThreshold)
        limits.addUnlessZero("max_ack_pending", consumerMaxAckPending)
        object.add("consumer_limits", limits)
        object.addIfSet("metadata", metadata)
        object.add("allow_msg_ttl", allowMessageTTL)
        object.addUnlessZero("subject_delete_marker_ttl", subjectDeleteMarkerTTL)
        return object
    }
}
