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
        guard facts.allowsDirectGet, !readsFromLeader else {
            return fetchLast(key, facts, fromLeader: true, deadline: deadline) { result in
                completion(result.map { $0?.entry.flatMap { $0.operation == .put ? $0 : nil } })
            }
        }
        ask(key, facts, takesMarkers: false, deadline: deadline, completion)
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
        ask(key, facts, takesMarkers: true, deadline: deadline) { result in
            completion(
                result.map { entry in
                    entry.map { StoredMessage(subject: nil, sequence: $0.revision, messageID: nil, entry: $0) }
                }
            )
        }
    }

    private func ask(
        _ key: KeyValueKey,
        _ facts: StreamFacts,
        takesMarkers: Bool,
        deadline: NIODeadline,
        _ completion: @escaping EntryCompletion
    ) {
        let get = DirectGet(
            of: key,
            in: self,
            facts,
            isInBody: directGetForm.isInBody,
            takesMarkers: takesMarkers,
            deadline: deadline,
            completion
        )
        connection.request(get.request)
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
        let request = Request(
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
        let request = Request(
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
}
