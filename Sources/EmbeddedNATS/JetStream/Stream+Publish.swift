import NIOCore

extension Stream {
    /// What came of a publish.
    enum PublishOutcome {
        /// Stored under this number. `previous` is the number of the subject's message before it, 0 for none.
        case stored(StoredMessage, previous: UInt64)
        case duplicate(UInt64)
    }

    private static let maximumHeaders = 65_535
    /// Keeps numbers within what SQLite and JSON readers hold.
    private static let maximumSequence: UInt64 = 1 << 62

    /// Checks every condition and limit in nats-server's order, and stores the message if all hold.
    mutating func publish(
        subject: ExactString,
        headers: ByteBuffer?,
        payload: ByteBuffer,
        now: Int64
    ) throws(APIError) -> PublishOutcome {
        let conditions = PublishConditions(headers)
        if configuration.sealed { throw .sealed }
        if headers != nil {
            try checkStream(conditions)
            if let id = conditions.messageID, let sequence = duplicate(of: id, now: now) {
                return .duplicate(sequence)
            }
            try checkPositions(conditions, subject: subject)
            try checkRollup(conditions)
        }
        try checkSize(subject: subject, headers: headers, payload: payload)
        let previous = subjects.last(of: subject) ?? 0
        let message = StoredMessage(
            sequence: position.last + 1,
            time: now,
            subject: subject,
            headers: headers,
            payload: payload
        )
        append(message, conditions: conditions, expires: expiry(conditions, now: now))
        return .stored(message, previous: previous)
    }

    private func checkStream(_ conditions: PublishConditions) throws(APIError) {
        if let expected = conditions.expectedStream, expected != configuration.name { throw .streamNotMatched }
        guard let timeToLive = conditions.timeToLive else { return }
        if !configuration.allowMessageTTL { throw .messageTTLDisabled }
        if timeToLive == .invalid { throw .invalidMessageTTL }
    }

    private func checkPositions(_ conditions: PublishConditions, subject: ExactString) throws(APIError) {
        if let expected = conditions.expectedLastSubjectSequence {
            let filter = conditions.expectedLastSubject
            let actual = filter.map { last(matching: $0) } ?? subjects.last(of: subject) ?? 0
            if actual != expected { throw .wrongLastSequence(actual) }
        }
        if let expected = conditions.expectedLastSequence, expected != position.last {
            throw .wrongLastSequence(position.last)
        }
        if let expected = conditions.expectedLastMessageID, expected != lastMessageID ?? "" {
            throw .wrongLastMessageID(lastMessageID ?? "")
        }
    }

    /// The newest message of any subject that `filter` stands for, 0 for none.
    func last(matching filter: String) -> UInt64 {
        var newest: UInt64 = 0
        subjects.forEach(matching: filter) { newest = max(newest, $1.last ?? 0) }
        return newest
    }

    private func checkRollup(_ conditions: PublishConditions) throws(APIError) {
        guard let rollup = conditions.rollup else { return }
        guard configuration.allowRollup, !configuration.denyPurge else { throw .rollupNotPermitted }
        if case .unknown(let value) = rollup { throw .rollupFailed("rollup value invalid: \"\(value)\"") }
    }

    private func checkSize(subject: ExactString, headers: ByteBuffer?, payload: ByteBuffer) throws(APIError) {
        let headerBytes = headers?.readableBytes ?? 0
        if configuration.maxMessageSize >= 0, headerBytes + payload.readableBytes > configuration.maxMessageSize {
            throw .messageTooLarge
        }
        if headerBytes > Self.maximumHeaders { throw .headersTooLarge }
        guard position.last < Self.maximumSequence else { throw .storeFailed("maximum messages exceeded") }
        guard configuration.discard == .new else { return }
        let size = StoredMessage.storedSize(
            subject.count,
            headerBytes,
            payload.readableBytes,
            in: configuration.storage
        )
        var replaced: UInt64?
        if configuration.maxMessagesPerSubject > 0, let sequences = subjects.sequences(of: subject),
            sequences.count >= configuration.maxMessagesPerSubject
        {
            if configuration.discardNewPerSubject { throw .storeFailed("maximum messages per subject exceeded") }
            replaced = sequences.first
        }
        if configuration.maxMessages > 0, index.count >= configuration.maxMessages, replaced == nil {
            throw .storeFailed("maximum messages exceeded")
        }
        if configuration.maxBytes > 0, bytes + size > configuration.maxBytes {
            let freed = replaced.flatMap { index[$0] }.map { Int($0.size) } ?? 0
            if freed <= size, freed == 0 || bytes + size - freed > configuration.maxBytes {
                throw .storeFailed("maximum bytes exceeded")
            }
        }
    }

    private func expiry(_ conditions: PublishConditions, now: Int64) -> Int64? {
        switch conditions.timeToLive {
        case nil, .invalid: return nil
        case .never: return Self.never
        case .duration(let length):
            let (time, overflow) = now.addingReportingOverflow(length)
            return overflow ? Self.never : time
        }
    }
}
