import JSON

extension BucketConfiguration {
    /// The stream configuration of ADR-8.
    func stream() throws(NATSError) -> JSONValue {
        guard (1...64).contains(history) else { throw NATSError(.bucketInvalid, "history must be 1 to 64") }
        guard (1...5).contains(replicas) else { throw NATSError(.bucketInvalid, "replicas must be 1 to 5") }
        guard timeToLive >= .zero, let age = timeToLive.wholeNanoseconds else {
            throw NATSError(.bucketInvalid, "the time to live must not be negative or above 292 years")
        }
        guard let markerAge = markerTimeToLive.wholeNanoseconds, markerAge >= 0 else {
            throw NATSError(.bucketInvalid, "the markers' time to live must not be negative or above 292 years")
        }
        let twoMinutes: Int64 = 120_000_000_000
        var object = JSONObject()
        object["name"] = .string(name.streamName)
        object["subjects"] = .array([.string(name.subjectPrefix + ">")])
        object["retention"] = "limits"
        object["max_consumers"] = -1
        object["max_msgs"] = -1
        object["max_msgs_per_subject"] = .number(JSONNumber(history))
        object["max_bytes"] = .number(JSONNumber(maximumBytes ?? -1))
        object["max_age"] = .number(JSONNumber(age))
        object["max_msg_size"] = .number(JSONNumber(maximumValueSize ?? -1))
        object["storage"] = .string(storage.rawValue)
        object["discard"] = "new"
        object["num_replicas"] = .number(JSONNumber(replicas))
        object["duplicate_window"] = .number(JSONNumber(age > 0 ? min(age, twoMinutes) : twoMinutes))
        object["allow_rollup_hdrs"] = true
        object["deny_delete"] = true
        object["allow_direct"] = true
        if let description { object["description"] = .string(description) }
        if isCompressed { object["compression"] = "s2" }
        if markerAge > 0 {
            object["allow_msg_ttl"] = true
            object["subject_delete_marker_ttl"] = .number(JSONNumber(markerAge))
        }
        return .object(object)
    }

    /// The settings that a found bucket has otherwise.
    package func differences(from found: BucketStatus) -> [BucketReport.Difference] {
        var all: [BucketReport.Difference] = []
        func compare(_ setting: String, _ wanted: some Equatable, _ found: some Equatable, _ isSame: Bool) {
            if !isSame { all.append(.init(setting: setting, wanted: "\(wanted)", found: "\(found)")) }
        }
        func size(_ bytes: Int?) -> String { bytes.map { "\($0) bytes" } ?? "unlimited" }
        func age(_ duration: Duration) -> String { duration == .zero ? "unlimited" : "\(duration)" }
        compare("history", history, found.history, history == found.history)
        compare("ttl", age(timeToLive), age(found.timeToLive), timeToLive == found.timeToLive)
        compare("maxBytes", size(maximumBytes), size(found.maximumBytes), maximumBytes == found.maximumBytes)
        compare(
            "maxValueSize",
            size(maximumValueSize),
            size(found.maximumValueSize),
            maximumValueSize == found.maximumValueSize
        )
        compare("storage", storage.rawValue, found.storage.rawValue, storage == found.storage)
        compare("replicas", replicas, found.replicas, replicas == found.replicas)
        compare("compression", isCompressed, found.isCompressed, isCompressed == found.isCompressed)
        return all
    }
}

extension Duration {
    /// The whole duration in nanoseconds, if it fits.
    var wholeNanoseconds: Int64? {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflow || carry ? nil : sum
    }
}
