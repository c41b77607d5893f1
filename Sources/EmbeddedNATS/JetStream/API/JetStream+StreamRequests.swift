import JSON

extension JetStream {
    private static let namesLimit = 1024
    private static let listLimit = 256
    private static let subjectsLimit = 100_000

    mutating func createStream(_ name: String, _ fields: RequestFields, now: Int64) throws(APIError) -> Answer {
        let configuration = try configuration(name, fields)
        if let slot = slotsByName[name], let stream = slots[slot]?.stream {
            guard stream.configuration == configuration else { throw .streamNameInUse }
            return describe(slot, now: now).merging(["did_create": true])
        }
        if configuration.sealed {
            throw .invalidStreamConfiguration("stream configuration for create can not be sealed")
        }
        try checkOverlap(configuration)
        guard configuration.firstSequence < 1 << 62 else {
            throw .invalidStreamConfiguration("first sequence is too large")
        }
        let text = configuration.json.text
        let store: any StreamStore =
            configuration.storage == .memory
            ? MemoryStreamStore() : storage.makeStream(name: name, configuration: text, created: now)
        let stream = Stream(configuration, created: now, store: store)
        store.save(stream.position)
        let slot = add(stream)
        return describe(slot, now: now).merging(["did_create": true])
    }

    mutating func updateStream(_ name: String, _ fields: RequestFields) throws(APIError) -> Answer {
        let slot = try slot(named: name)
        guard let old = slots[slot]?.stream.configuration else { throw .streamNotFound }
        var changed = try configuration(name, fields)
        if changed.firstSequence == 0 { changed.firstSequence = old.firstSequence }
        try changed.validateUpdate(of: old)
        try checkOverlap(changed)
        if changed.storage == .file { slots[slot]?.stream.store.save(configuration: changed.json.text) }
        update(slot, to: changed)
        return describe(slot, now: 0)
    }

    private func configuration(_ name: String, _ fields: RequestFields) throws(APIError) -> StreamConfiguration {
        let given = try fields.string("name") ?? ""
        var configuration = try StreamConfiguration(fields, name: given)
        guard given == name else { throw .streamNameMismatch }
        configuration.fillDefaults()
        try configuration.validate()
        return configuration
    }

    private func checkOverlap(_ configuration: StreamConfiguration) throws(APIError) {
        for slot in slots {
            guard let other = slot?.stream.configuration, other.name != configuration.name else { continue }
            for subject in configuration.subjects {
                if other.subjects.contains(where: { SubjectRules.overlap($0, subject) }) { throw .subjectsOverlap }
            }
        }
    }

    mutating func streamInfo(_ name: String, _ fields: RequestFields, now: Int64) throws(APIError) -> Answer {
        let slot = try slot(named: name)
        guard let stream = slots[slot]?.stream else { throw .streamNotFound }
        let filter = try fields.string("subjects_filter")
        let withDeleted = try fields.flag("deleted_details")
        let offset = Int(clamping: max(0, try fields.integer("offset") ?? 0))
        var state = self.state(of: slot)
        if withDeleted {
            let deleted = stream.deletedSequences(limit: Self.subjectsLimit)
            if !deleted.isEmpty { state.add("deleted", deleted.map { .integer($0) }) }
        }
        var answer = JSONObject()
        if let filter, !filter.isEmpty {
            let filter = filter == ">" ? nil : filter
            var counts: [(ExactString, Int)] = []
            stream.subjects.forEach(matching: filter) { counts.append(($0, $1.count)) }
            counts.sort { $0.0.text < $1.0.text }
            var subjects = JSONObject()
            for (subject, count) in counts.dropFirst(offset).prefix(Self.subjectsLimit) {
                subjects.add(subject.text, count)
            }
            if !subjects.isEmpty { state.add("subjects", subjects) }
            answer.add("total", counts.count)
            answer.add("offset", offset)
            answer.add("limit", subjects.isEmpty ? 0 : Self.subjectsLimit)
        } else {
            answer = ["total": 0, "offset": 0, "limit": 0]
        }
        for member in describe(slot, now: now) { answer[member.name] = member.value }
        answer.add("state", state)
        return answer
    }

    mutating func deleteStream(_ name: String) throws(APIError) -> Answer {
        let slot = try slot(named: name)
        for consumer in slots[slot]?.consumerNames ?? [] { removeConsumer(consumer, of: slot) }
        removeStream(slot)
        return ["success": true]
    }

    mutating func purgeStream(_ name: String, _ fields: RequestFields, now: Int64) throws(APIError) -> Answer {
        let slot = try slot(named: name)
        let filter = try fields.string("filter").flatMap { $0.isEmpty ? nil : $0 }
        let sequence = try fields.unsigned("seq") ?? 0
        let keep = try fields.unsigned("keep") ?? 0
        guard sequence == 0 || keep == 0 else { throw .badRequest }
        guard let configuration = slots[slot]?.stream.configuration else { throw .streamNotFound }
        if configuration.sealed { throw .sealed }
        if configuration.denyPurge { throw .purgeNotPermitted }
        let count = withSlot(slot) { entry in
            let count = entry.stream.purge(filter: filter, below: sequence, keep: keep)
            entry.settleRemoved()
            return count
        }
        return ["success": true, "purged": .integer(count ?? 0)]
    }

    func streamNames(_ fields: RequestFields) throws(APIError) -> Answer {
        let (names, offset) = try selectStreams(fields)
        let page = names.dropFirst(offset).prefix(Self.namesLimit)
        return [
            "total": .integer(names.count), "offset": .integer(offset), "limit": .integer(Self.namesLimit),
            "streams": page.isEmpty ? .null : .array(page.map { .string($0) }),
        ]
    }

    func streamList(_ fields: RequestFields, now: Int64) throws(APIError) -> Answer {
        let (names, offset) = try selectStreams(fields)
        let page = names.dropFirst(offset).prefix(Self.listLimit)
        let streams = page.compactMap { slotsByName[$0].map { JSONValue.object(describe($0, now: now)) } }
        return [
            "total": .integer(names.count), "offset": .integer(offset), "limit": .integer(Self.listLimit),
            "streams": .array(streams),
        ]
    }

    private func selectStreams(_ fields: RequestFields) throws(APIError) -> (names: [String], offset: Int) {
        let offset = Int(clamping: max(0, try fields.integer("offset") ?? 0))
        guard let filter = try fields.string("subject"), !filter.isEmpty else {
            return (streamNames, min(offset, streamNames.count))
        }
        let names = streamNames.filter { name in
            stream(named: name)?.configuration.subjects.contains { SubjectRules.overlap($0, filter) } ?? false
        }
        return (names, min(offset, names.count))
    }

    // MARK: - Description

    func describe(_ slot: Int, now: Int64) -> JSONObject {
        guard let stream = slots[slot]?.stream else { return [:] }
        var object: JSONObject = [
            "config": .object(stream.configuration.json),
            "created": .string(Timestamp.format(stream.created)),
            "state": .object(state(of: slot)),
        ]
        if now > 0 { object.add("ts", Timestamp.format(now)) }
        return object
    }

    private func state(of slot: Int) -> JSONObject {
        guard let entry = slots[slot] else { return [:] }
        let stream = entry.stream
        let isFresh = stream.position.last == 0
        var state: JSONObject = [
            "messages": .integer(stream.messageCount),
            "bytes": .integer(stream.bytes),
            "first_seq": .integer(isFresh ? 0 : stream.position.first),
            "first_ts": .string(stream.index.first.map { Timestamp.format($0.time) } ?? Timestamp.zero),
            "last_seq": .integer(stream.position.last),
            "last_ts": .string(
                stream.position.lastTime == 0 ? Timestamp.zero : Timestamp.format(stream.position.lastTime)
            ),
        ]
        state.addUnlessZero("num_subjects", stream.subjects.count)
        state.addUnlessZero("num_deleted", stream.deletedCount)
        state.add("consumer_count", entry.consumerSlots.count)
        return state
    }
}

extension JSONObject {
    /// With the members of `other`.
    fileprivate func merging(_ other: JSONObject) -> JSONObject {
        var merged = self
        for member in other { merged[member.name] = member.value }
        return merged
    }
}

extension Stream {
    /// The sequence numbers between the first and the last that have no message, at most `limit`.
    func deletedSequences(limit: Int) -> [UInt64] {
        var deleted: [UInt64] = []
        var expected = position.first
        index.forEach { entry in
            while expected < entry.sequence, deleted.count < limit {
                deleted.append(expected)
                expected += 1
            }
            expected = entry.sequence + 1
            return deleted.count < limit
        }
        while expected <= position.last, deleted.count < limit {
            deleted.append(expected)
            expected += 1
        }
        return deleted
    }
}
