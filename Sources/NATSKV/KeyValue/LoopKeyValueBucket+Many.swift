package import NIOCore

extension LoopKeyValueBucket {
    /// The newest entries of `keys`, asked for together: as many requests as there are different keys, in one write.
    /// - Returns through `completion`: one result for each key, in the order of `keys`; `nil` as in ``get``.
    package func getMany(
        _ keys: [KeyValueKey],
        deadline: NIODeadline,
        completion: @escaping ([Result<KeyValueEntry?, NATSError>]) -> Void
    ) {
        var results: [KeyValueKey: Result<KeyValueEntry?, NATSError>] = [:]
        let different = Set(keys)
        guard !keys.isEmpty else {
            return connection.eventLoop.assumeIsolated().execute { completion([]) }
        }
        for key in different {
            get(key, deadline: deadline) { result in
                results[key] = result
                guard results.count == different.count else { return }
                completion(keys.map { results[$0] ?? .success(nil) })
            }
        }
    }

    /// The newest revision of a key, a marker or a value; `nil` if it has none. Read from where every acknowledged write is.
    package func newest(_ key: KeyValueKey, deadline: NIODeadline, completion: @escaping EntryCompletion) {
        withFacts(deadline: deadline) { [self] facts in
            switch facts {
            case .failure(let error): completion(.failure(error))
            case .success(let facts):
                let isSure = facts.allowsDirectGet && facts.replicas <= 1 && !readsFromLeader
                fetchLast(key, facts, fromLeader: !isSure, deadline: deadline) { result in
                    completion(result.map { $0?.entry })
                }
            }
        }
    }
}
