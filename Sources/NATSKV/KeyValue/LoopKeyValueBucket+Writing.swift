import JSON
import NATSWire
package import NIOCore

extension LoopKeyValueBucket {
    package typealias WriteCompletion = (Result<WriteAcknowledgement, NATSError>) -> Void

    /// Writes a value whatever the key holds.
    package func put(
        _ key: KeyValueKey,
        _ value: ByteBuffer,
        deadline: NIODeadline,
        completion: @escaping WriteCompletion
    ) {
        write(Write(key: key, value: value, deadline: deadline), completion)
    }

    /// Writes a value if the key has none: it was never written, or was deleted or purged.
    /// - Returns through `completion`: `keyExists` if it has one, `bucketInvalid` if the bucket does not let single values
    ///   expire; nothing was written then.
    package func create(
        _ key: KeyValueKey,
        _ value: ByteBuffer,
        timeToLive: Duration? = nil,
        deadline: NIODeadline,
        completion: @escaping WriteCompletion
    ) {
        let write = Write(key: key, value: value, expected: 0, timeToLive: timeToLive, deadline: deadline)
        create(write, attempts: 4, completion)
    }

    /// Writes a value if the key's newest revision is `expected`; 0 stands for a key without any revision.
    /// - Returns through `completion`: `revisionMismatch` if it is not; nothing was written then.
    package func update(
        _ key: KeyValueKey,
        _ value: ByteBuffer,
        expected: UInt64,
        deadline: NIODeadline,
        completion: @escaping WriteCompletion
    ) {
        write(Write(key: key, value: value, expected: expected, deadline: deadline), completion)
    }

    /// Writes a marker that hides the value; older revisions stay.
    package func delete(
        _ key: KeyValueKey,
        expected: UInt64? = nil,
        deadline: NIODeadline,
        completion: @escaping WriteCompletion
    ) {
        write(Write(key: key, expected: expected, operation: .delete, deadline: deadline), completion)
    }

    /// Writes a marker and removes all older revisions.
    package func purge(
        _ key: KeyValueKey,
        expected: UInt64? = nil,
        deadline: NIODeadline,
        completion: @escaping WriteCompletion
    ) {
        write(Write(key: key, expected: expected, operation: .purge, deadline: deadline), completion)
    }

    /// One write, as often as it may have to be tried.
    struct Write {
        var key: KeyValueKey
        var value: ByteBuffer?
        var expected: UInt64?
        var operation = KeyValueEntry.Operation.put
        var timeToLive: Duration?
        var deadline: NIODeadline

        func headers(messageID: String) -> [UInt8] {
            var block = HeaderBlock()
            block.add("Nats-Msg-Id", messageID)
            if let expected { block.add("Nats-Expected-Last-Subject-Sequence", String(expected)) }
            switch operation {
            case .put: break
            case .delete: block.add("KV-Operation", "DEL" as StaticString)
            case .purge:
                block.add("KV-Operation", "PURGE" as StaticString)
                block.add("Nats-Rollup", "sub" as StaticString)
            }
            if let nanoseconds = timeToLive?.wholeNanoseconds {
                // Whole seconds, rounded up: the server takes no less than one.
                let seconds = max(1, nanoseconds / 1_000_000_000 + (nanoseconds % 1_000_000_000 > 0 ? 1 : 0))
                block.add("Nats-TTL", String(seconds))
            }
            return block.finish()
        }
    }

    private func write(_ write: Write, _ completion: @escaping WriteCompletion) {
        if let facts = currentFacts { return checked(write, facts, completion) }
        withFacts(deadline: write.deadline) { [self] facts in
            switch facts {
            case .failure(let error): completion(.failure(error))
            case .success(let facts): checked(write, facts, completion)
            }
        }
    }

    private func checked(_ write: Write, _ facts: StreamFacts, _ completion: @escaping WriteCompletion) {
        // A server that does not know it would keep the value for ever without a word.
        guard write.timeToLive == nil || facts.status.allowsMessageTimeToLive else {
            let text = "the bucket does not let single values expire: that needs nats-server 2.11 and `allow_msg_ttl`"
            return connection.later { completion(.failure(NATSError(.bucketInvalid, text))) }
        }
        publish(write, facts, completion)
    }

    private func publish(_ write: Write, _ facts: StreamFacts, _ completion: @escaping WriteCompletion) {
        let messageID = connection.makeMessageID()
        let readyCount = connection.readyCount
        let request = Request(
            kind: .recognisedWrite,
            subjectPrefix: facts.subjectPrefix,
            subject: write.key.rawValue,
            headers: write.headers(messageID: messageID),
            payload: write.value,
            deadline: write.deadline,
            retries: facts.noResponderRetries,
            resendInterval: facts.resendInterval
        ) { [self] reply in
            if case .failure(let error) = reply { forgetFacts(after: error) }
            let result = reply.flatMap { message in
                PublishAcknowledgement.decode(message.payload, subject: facts.subjectPrefix + write.key.rawValue)
            }
            // With one copy of the stream and one connection "wrong last sequence" is final. Otherwise an attempt may
            // have been stored before its leader or the connection was lost.
            let isSettled = facts.replicas <= 1 && readyCount == connection.readyCount
            guard case .failure(let error) = result, error.code == .revisionMismatch, !isSettled else {
                return completion(result)
            }
            settle(write, messageID, error, facts, completion)
        }
        connection.request(request)
    }

    /// Finds out whether a write that was refused for its revision is stored all the same.
    ///
    /// If it is, it is the first message of the key after the expected revision. Where the history is too short to hold
    /// that one, it may still be the key's last.
    private func settle(
        _ write: Write,
        _ messageID: String,
        _ refusal: NATSError,
        _ facts: StreamFacts,
        _ completion: @escaping WriteCompletion
    ) {
        let completion = { [connection] (result: Result<WriteAcknowledgement, NATSError>) in
            connection.settling(false) { completion(result) }
        }
        func compare(_ result: Result<StoredMessage?, NATSError>, otherwise: (StoredMessage?) -> Void) {
            switch result {
            case .success(let message):
                guard let message, message.messageID == messageID else { return otherwise(message) }
                completion(.success(WriteAcknowledgement(revision: message.sequence, isDuplicate: true)))
            case .failure(let error):
                let text = "the write was refused for its revision, but whether it is stored could not be settled"
                completion(.failure(NATSError(.outcomeUnknown, text, subject: refusal.subject, underlying: error)))
            }
        }
        let next: JSONValue = [
            "seq": .number(JSONNumber((write.expected ?? 0) &+ 1)),
            "next_by_subj": .string(facts.subjectPrefix + write.key.rawValue),
        ]
        connection.settling {
            fetchFromLeader(next, write.key, deadline: write.deadline) { [self] result in
                compare(result) { _ in
                    fetchLast(write.key, facts, fromLeader: true, deadline: write.deadline) { result in
                        compare(result) { last in
                            completion(.failure(refusal.with(.revisionMismatch, currentRevision: last?.sequence)))
                        }
                    }
                }
            }
        }
    }

    private func create(_ attempt: Write, attempts: Int, _ completion: @escaping WriteCompletion) {
        write(attempt) { [self] result in
            guard case .failure(let error) = result, error.code == .revisionMismatch, let facts else {
                return completion(result)
            }
            fetchLast(attempt.key, facts, fromLeader: true, deadline: attempt.deadline) { [self] last in
                switch last {
                // Nothing was written, so that this error is the whole truth.
                case .failure(let error): completion(.failure(error))
                case .success(let last):
                    let isMarker = last.map { $0.entry?.operation != .put } ?? true
                    guard isMarker, attempts > 1 else {
                        return completion(.failure(error.with(.keyExists, currentRevision: last?.sequence)))
                    }
                    var next = attempt
                    next.expected = last?.sequence ?? 0
                    create(next, attempts: attempts - 1, completion)
                }
            }
        }
    }
}

extension NATSError {
    /// The same refusal under another code.
    func with(_ code: Code, currentRevision: UInt64?) -> NATSError {
        NATSError(
            code,
            message,
            subject: subject,
            jetStreamCode: jetStreamCode,
            currentRevision: currentRevision ?? self.currentRevision,
            underlying: underlying
        )
    }
}
