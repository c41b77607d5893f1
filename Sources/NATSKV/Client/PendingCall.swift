import Synchronization

/// One waiting task: its continuation is resumed by whatever comes first, the result or the cancellation.
final class PendingCall<Value: Sendable>: Sendable {
    private enum State {
        case idle
        case waiting(CheckedContinuation<Result<Value, NATSError>, Never>)
        case done(Result<Value, NATSError>)
    }

    private let state = Mutex(State.idle)

    /// - Returns: `false` if the call was cancelled before it began; the continuation is resumed then.
    func begin(_ continuation: CheckedContinuation<Result<Value, NATSError>, Never>) -> Bool {
        let early: Result<Value, NATSError>? = state.withLock { state in
            switch state {
            case .idle:
                state = .waiting(continuation)
                return nil
            case .done(let result): return result
            case .waiting: return nil
            }
        }
        if let early { continuation.resume(returning: early) }
        return early == nil
    }

    func finish(_ result: Result<Value, NATSError>) {
        let continuation: CheckedContinuation<Result<Value, NATSError>, Never>? = state.withLock { state in
            defer { if case .done = state {} else { state = .done(result) } }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        continuation?.resume(returning: result)
    }
}
