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
        var handler: CancellationHandlerToken?
        let caller = connection.caller
        let end = { [connection] in
            isDone = true
            watch?.cancel()
            watch = nil
            timer?.cancel()
            timer = nil
            connection.forget(handler)
        }
        let finish = { [connection] (result: Result<Void, NATSError>) in
            guard !isDone else { return }
            end()
            connection.within(caller) { completion(result) }
        }
        timer = connection.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [connection] in
            let isReady = connection.isReady
            let text = isReady ? "the listing was not complete in time" : "there was no connection in time"
            finish(.failure(NATSError(isReady ? .timeout : .unavailable, text)))
        }
        handler = connection.onCancel(end)
        watch = self.watch(filters, options: options, deadline: deadline) { event in
            switch event {
            case .success(.entry(let entry)): if !isDone { onEntry(entry) }
            case .success(.caughtUp): finish(.success(()))
            case .failure(let error): finish(.failure(error))
            }
        }
    }
}
