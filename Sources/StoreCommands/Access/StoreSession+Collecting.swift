import NATSKV

extension StoreSession {
    /// Gives every entry that the bucket holds now to `onEntry`. Takes as long as it needs, while something comes.
    func collect(
        _ filters: [KeyFilter],
        _ options: WatchOptions,
        onEntry: (KeyValueEntry) throws(CommandError) -> Void
    ) async throws(CommandError) {
        try await bucket.collect(filters, options, patience: timeout, onEntry: onEntry)
    }
}

extension KeyValueBucket {
    /// Gives every entry that the bucket holds now to `onEntry`.
    /// - Parameter patience: How long nothing may come.
    func collect(
        _ filters: [KeyFilter],
        _ options: WatchOptions,
        patience: Duration,
        onEntry: (KeyValueEntry) throws(CommandError) -> Void
    ) async throws(CommandError) {
        let silence = SilenceWatch()
        do {
            try await withWatch(filters, options: options) { events in
                let task = silence.start(events, patience: patience)
                defer { task.cancel() }
                for try await event in events {
                    guard case .entry(let entry) = event else { return }
                    silence.heard()
                    try onEntry(entry)
                }
                throw CommandError(.failure, "the store did not answer in time (--timeout)")
            }
        } catch {
            throw CommandError(caught: error)
        }
    }
}
