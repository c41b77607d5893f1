import Synchronization

/// One waiting task: its continuation is resumed by whatever comes first, the result or the cancellation.
final class PendingCall<Value: Sendable>: Sendable {
    typealias Continuation = CheckedContinuation<Result<Value, NATSError>, Never>

    private struct State {
        var continuation: Continuation?
        var token: CancellationToken?
        var isCancelled = false
    }

    private let state = Mutex(State())

    /// What is to be given up when the task is cancelled, once the call has begun on its loop.
    var token: CancellationToken? { state.withLock { $0.token } }

    /// - Returns: `false` if the call was cancelled before it began; the continuation is resumed then.
    func begin(_ continuation: Continuation) -> Bool {
        let mayBegin = state.withLock { state in
            if !state.isCancelled { state.continuation = continuation }
            return !state.isCancelled
        }
        if !mayBegin { continuation.resume(returning: .failure(CancellationReport().error)) }
        return mayBegin
    }

    /// The call begins on its loop.
    /// - Returns: `false` if it is over already.
    func start(_ token: CancellationToken) -> Bool {
        state.withLock { state in
            guard state.continuation != nil else { return false }
            state.token = token
            return true
        }
    }

    func finish(_ result: Result<Value, NATSError>) {
        let continuation = state.withLock { $0.continuation.take() }
        continuation?.resume(returning: result)
    }

    /// - Returns: whether somebody waits, who is to be told on the loop.
    func cancel() -> Bool {
        state.withLock { state in
            state.isCancelled = true
            return state.continuation != nil
        }
    }
}
