import NIOCore

extension LoopKeyValueBucket {
    /// Runs a watch until it has caught up, or until `deadline`.
    func collect(
        _ filters: [KeyFilter],
        _ options: WatchOptions,
        deadline: NIODeadline,
        onEntry: @escaping (KeyValueEntry) -> Void,
        completion: @escaping (Result<Void, NATSError>) -> Void
    ) {
        var isDone = false
        var watch: LoopKeyValueWatch?
        var timer: Scheduled<Void>?
        let finish = { (result: Result<Void, NATSError>) in
            guard !isDone else { return }
            isDone = true
            watch?.cancel()
            watch = nil
            timer?.cancel()
            timer = nil
            completion(result)
        }
        timer = connection.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [connection] in
            let isReady = connection.isReady
            let text = isReady ? "the listing was not complete in time" : "there was no connection in time"
            finish(.failure(NATSError(isReady ? .timeout : .unavailable, text)))
        }
        connection.currentScope?.onCancel {
            finish(.failure(NATSError(.cancelled, "the listing was given up")))
        }
        watch = self.watch(filters, options: options, deadline: deadline) { event in
            switch event {
            case .success(.entry(let entry)): onEntry(entry)
            case .success(.caughtUp): finish(.success(()))
            case .failure(let error): finish(.failure(error))
            }
        }
    }
}
