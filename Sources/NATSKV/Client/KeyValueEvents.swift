import NIOCore

/// What a watch tells, for one reader. A reader that is slow makes the server wait; nothing is dropped.
public struct KeyValueEvents: AsyncSequence, Sendable {
    let buffer: KeyValueEventBuffer

    init(eventLoop: any EventLoop) {
        buffer = KeyValueEventBuffer(eventLoop: eventLoop)
    }

    /// Ends the watch, from any task; its reader gets `nil`.
    package func end() { buffer.end() }

    public func makeAsyncIterator() -> Iterator { Iterator(buffer: buffer) }

    public struct Iterator: AsyncIteratorProtocol, Sendable {
        let buffer: KeyValueEventBuffer

        /// The next event; `nil` after the task was cancelled.
        /// - Throws: the `NATSError` that ended the watch.
        public func next() async throws -> KeyValueEvent? {
            try await withTaskCancellationHandler {
                try await withCheckedContinuation { continuation in
                    buffer.next(continuation)
                }.get()
            } onCancel: {
                buffer.end()
            }
        }
    }
}
