import JSON
import NATSWire
package import NIOCore

extension LoopKeyValueBucket {
    package typealias EntryCompletion = (Result<KeyValueEntry?, NATSError>) -> Void

    /// The newest entry of `key`; `nil` if the key was never written, or was deleted or purged.
    ///
    /// Answered by any server that holds the stream. With one server, a read sees every write that was acknowledged
    /// before; with several, a follower may be behind for a moment (ADR-8).
    package func get(_ key: KeyValueKey, deadline: NIODeadline, completion: @escaping EntryCompletion) {
        if let facts = currentFacts { return get(key, facts, deadline: deadline, completion) }
        withFacts(deadline: deadline) { [self] facts in
            switch facts {
            case .failure(let error): completion(.failure(error))
            case .success(let facts): get(key, facts, deadline: deadline, completion)
            }
        }
    }

    private func get(
        _ key: KeyValueKey,
        _ facts: StreamFacts,
        deadline: NIODeadline,
        _ completion: @escaping EntryCompletion
    ) {
        if readsFromLeader || !facts.allowsDirectGet {
            return fetchLast(key, facts, fromLeader: true, deadline: deadline) { completion(Self.value($0)) }
        }
        // One closure and not one around another: this is what nearly all requests do.
        requestLast(key, facts, deadline: deadline) { [self] reply in
            completion(Self.value(decodeLast(reply, key)))
        }
    }

    /// A marker counts as nothing.
    private static func value(_ result: Result<StoredMessage?, NATSError>) -> Result<KeyValueEntry?, NATSError> {
        switch result {
        case .failure(let error): .failure(error)
        case .success(let message):
            if let entry = message?.entry, entry.operation == .put { .success(entry) } else { .success(nil) }
        }
    }

    /// The entry of `key` with exactly this revision; `nil` if that revision is another key's, a marker or gone.
    package func getRevision(
        _ key: KeyValueKey,
        revision: UInt64,
        deadline: NIODeadline,
        completion: @escaping EntryCompletion
    ) {
        withFacts(deadline: deadline) { [self] facts in
            switch facts {
            case .failure(let error): completion(.failure(error))
            case .success(let facts):
                guard revision > 0 else {
                    return connection.later { completion(.success(nil)) }
                }
                fetchRevision(key, revision, facts, deadline: deadline) { result in
                    completion(result.map { $0?.entry.flatMap { $0.operation == .put ? $0 : nil } })
                }
            }
        }
    }

    /// The newest message of a key, marker or not; `nil` if there is none.
    func fetchLast(
        _ key: KeyValueKey,
        _ facts: StreamFacts,
        fromLeader: Bool,
        deadline: NIODeadline,
        _ completion: @escaping (Result<StoredMessage?, NATSError>) -> Void
    ) {
        if fromLeader {
            let body: JSONValue = ["last_by_subj": .string(facts.subjectPrefix + key.rawValue)]
            return fetchFromLeader(body, key, deadline: deadline, completion)
        }
        requestLast(key, facts, deadline: deadline) { [self] in completion(decodeLast($0, key)) }
    }

    private func requestLast(
        _ key: KeyValueKey,
        _ facts: StreamFacts,
        deadline: NIODeadline,
        _ completion: @escaping (NATSConnection.Reply) -> Void
    ) {
        connection.request(
            Request<(NATSConnection.Reply) -> Void>(
                kind: .read,
                subjectPrefix: directGetPrefix(facts),
                subject: key.rawValue,
                deadline: deadline,
                retries: facts.noResponderRetries,
                resendInterval: facts.resendInterval,
                completion: completion
            )
        )
    }

    private func decodeLast(_ reply: NATSConnection.Reply, _ key: KeyValueKey) -> Result<StoredMessage?, NATSError> {
        switch reply {
        case .success(let message): return StoredMessage.decode(direct: message, key: key, subject: nil)
        case .failure(let error):
            forgetFacts(after: error)
            return .failure(error)
        }
    }

    func fetchRevision(
        _ key: KeyValueKey,
        _ revision: UInt64,
        _ facts: StreamFacts,
        deadline: NIODeadline,
        _ completion: @escaping (Result<StoredMessage?, NATSError>) -> Void
    ) {
        let body: JSONValue = ["seq": .number(JSONNumber(revision))]
        let subject = facts.subjectPrefix + key.rawValue
        guard facts.allowsDirectGet, !readsFromLeader else {
            return fetchFromLeader(body, key, deadline: deadline) { result in
                completion(result.map { $0?.subject == subject ? $0 : nil })
            }
        }
        fetchDirect(body, key, subject: subject, deadline: deadline, completion)
    }

    /// A direct get whose request is in the body.
    /// - Parameter subject: the only subject that counts.
    func fetchDirect(
        _ body: JSONValue,
        _ key: KeyValueKey,
        subject: String?,
        deadline: NIODeadline,
        _ completion: @escaping (Result<StoredMessage?, NATSError>) -> Void
    ) {
        let request = Request<(NATSConnection.Reply) -> Void>(
            kind: .read,
            subjectPrefix: api.prefix,
            subject: "DIRECT.GET.\(name.streamName)",
            payload: ByteBuffer(bytes: body.bytes()),
            deadline: deadline,
            retries: 2,
            resendInterval: facts?.resendInterval
        ) { reply in
            completion(reply.flatMap { StoredMessage.decode(direct: $0, key: key, subject: subject) })
        }
        connection.request(request)
    }

    /// The first message that a request with `next_by_subj` asks for, whatever its key; `nil` if there is none.
    ///
    /// The message has no entry where its subject is not one of the bucket.
    func fetchNext(
        _ body: JSONValue,
        _ facts: StreamFacts,
        deadline: NIODeadline,
        _ completion: @escaping (Result<StoredMessage?, NATSError>) -> Void
    ) {
        guard facts.allowsDirectGet, !readsFromLeader else {
            return fetchNextFromLeader(body, facts, deadline: deadline, completion)
        }
        let request = Request<(NATSConnection.Reply) -> Void>(
            kind: .read,
            subjectPrefix: api.prefix,
            subject: "DIRECT.GET.\(name.streamName)",
            payload: ByteBuffer(bytes: body.bytes()),
            deadline: deadline,
            retries: 2,
            resendInterval: facts.resendInterval
        ) { reply in
            completion(reply.flatMap { StoredMessage.decode(direct: $0, prefix: facts.subjectPrefix) })
        }
        connection.request(request)
    }

    private func fetchNextFromLeader(
        _ body: JSONValue,
        _ facts: StreamFacts,
        deadline: NIODeadline,
        _ completion: @escaping (Result<StoredMessage?, NATSError>) -> Void
    ) {
        api.call("STREAM.MSG.GET.\(name.streamName)", body, deadline: deadline) { reply in
            switch reply {
            case .failure(let error):
                if error.jetStreamCode == JetStreamErrorCode.messageNotFound { return completion(.success(nil)) }
                completion(.failure(error))
            case .success(let value):
                completion(StoredMessage.decode(json: value, prefix: facts.subjectPrefix))
            }
        }
    }

    /// STREAM.MSG.GET is answered by the stream's leader, which has every acknowledged write.
    func fetchFromLeader(
        _ body: JSONValue,
        _ key: KeyValueKey,
        deadline: NIODeadline,
        _ completion: @escaping (Result<StoredMessage?, NATSError>) -> Void
    ) {
        api.call("STREAM.MSG.GET.\(name.streamName)", body, deadline: deadline) { reply in
            switch reply {
            case .failure(let error):
                if error.jetStreamCode == JetStreamErrorCode.messageNotFound { return completion(.success(nil)) }
                completion(.failure(error))
            case .success(let value): completion(StoredMessage.decode(json: value, key: key))
            }
        }
    }

    private func directGetPrefix(_ facts: StreamFacts) -> String {
        if let known = directPrefix, known.subjectPrefix == facts.subjectPrefix { return known.prefix }
        let prefix = "\(api.prefix)DIRECT.GET.\(name.streamName).\(facts.subjectPrefix)"
        directPrefix = (facts.subjectPrefix, prefix)
        return prefix
    }
}
