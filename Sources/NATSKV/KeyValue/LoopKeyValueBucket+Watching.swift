package import NIOCore

extension LoopKeyValueBucket {
    /// Tells what keys hold and what happens to them, in revision order, each revision once.
    ///
    /// The watch goes on after gaps, missed heartbeats and losses of the connection with everything that the bucket
    /// still holds. `onEvent` is called until `cancel()`, or until it is given a failure, which is the last call.
    /// - Parameters:
    ///   - filters: keys or patterns; a key that several take in is told once.
    ///   - deadline: until when the watch must have begun.
    package func watch(
        _ filters: [KeyFilter],
        options: WatchOptions = WatchOptions(),
        deadline: NIODeadline,
        onEvent: @escaping (Result<KeyValueEvent, NATSError>) -> Void
    ) -> LoopKeyValueWatch {
        let watch = LoopKeyValueWatch(bucket: self, filters: filters, options: options, onEvent: onEvent)
        watch.start(deadline: deadline)
        return watch
    }

    /// All keys that have a value and that one of `filters` takes in; each once, in the order of their last change.
    package func keys(
        _ filters: [KeyFilter] = [.all],
        deadline: NIODeadline,
        completion: @escaping (Result<[KeyValueKey], NATSError>) -> Void
    ) {
        var keys: [KeyValueKey] = []
        var options = WatchOptions()
        options.metaOnly = true
        options.ignoreDeletes = true
        collect(filters, options, deadline: deadline) {
            keys.append($0.key)
        } completion: { result in
            completion(result.map { keys })
        }
    }

    /// As above, with every key told as it comes.
    package func keys(
        _ filters: [KeyFilter] = [.all],
        deadline: NIODeadline,
        onKey: @escaping (KeyValueKey) -> Void,
        completion: @escaping (Result<Void, NATSError>) -> Void
    ) {
        var options = WatchOptions()
        options.metaOnly = true
        options.ignoreDeletes = true
        collect(filters, options, deadline: deadline, onEntry: { onKey($0.key) }, completion: completion)
    }

    /// All revisions of `key` that the bucket holds, markers included, oldest first.
    package func history(
        _ key: KeyValueKey,
        deadline: NIODeadline,
        completion: @escaping (Result<[KeyValueEntry], NATSError>) -> Void
    ) {
        withFacts(deadline: deadline) { [self] facts in
            switch facts {
            case .failure(let error): completion(.failure(error))
            // A follower may be behind: with several copies of the stream the leader tells the history.
            case .success(let facts) where facts.allowsDirectGet && facts.replicas <= 1:
                let reading = HistoryReading(bucket: self, key: key, facts: facts, deadline: deadline) {
                    [self] result in
                    switch result {
                    case .success(let entries?): completion(.success(entries))
                    case .success(nil): collectHistory(key, deadline: deadline, completion)
                    case .failure(let error): completion(.failure(error))
                    }
                }
                reading.start()
            case .success: collectHistory(key, deadline: deadline, completion)
            }
        }
    }

    private func collectHistory(
        _ key: KeyValueKey,
        deadline: NIODeadline,
        _ completion: @escaping (Result<[KeyValueEntry], NATSError>) -> Void
    ) {
        var entries: [KeyValueEntry] = []
        var options = WatchOptions()
        options.includeHistory = true
        collect([KeyFilter(key)], options, deadline: deadline) {
            entries.append($0)
        } completion: { result in
            completion(result.map { entries })
        }
    }
}
