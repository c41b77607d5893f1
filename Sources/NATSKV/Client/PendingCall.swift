import NIOCore
import Synchronization

/// One waiting task: its continuation is resumed by whatever comes first, the result or the cancellation.
final class PendingCall<Value: Sendable>: Sendable {
    typealias Continuation = CheckedContinuation<Result<Value, NATSError>, Never>

    private enum State {
        case idle
        case waiting(Continuation, NIOLoopBound<RequestScope>?)
        case done
        case cancelledEarly
    }

    private let state = Mutex(State.idle)

    /// - Returns: `false` if the call was cancelled before it began; the continuation is resumed then.
    func begin(_ continuation: Continuation) -> Bool {
        let mayBegin = state.withLock { state in
            guard case .idle = state else { return false }
            state = .waiting(continuation, nil)
            return true
        }
        if !mayBegin { continuation.resume(returning: .failure(Self.cancelled)) }
        return mayBegin
    }

    /// What is to be given up when the task is cancelled.
    /// - Returns: `false` if it is cancelled already.
    func attach(_ scope: NIOLoopBound<RequestScope>) -> Bool {
        state.withLock { state in
            guard case .waiting(let continuation, _) = state else { return false }
            state = .waiting(continuation, scope)
            return true
        }
    }

    func finish(_ result: Result<Value, NATSError>) {
        take(.done)?.0.resume(returning: result)
    }

    /// - Returns: what is to be given up.
    func cancel() -> NIOLoopBound<RequestScope>? {
        guard let (continuation, scope) = take(.cancelledEarly) else { return nil }
        continuation.resume(returning: .failure(Self.cancelled))
        return scope
    }

    private func take(_ end: sending State) -> (Continuation, NIOLoopBound<RequestScope>?)? {
        state.withLock { state in
            switch state {
            case .idle:
                state = end
                return nil
            case .waiting(let continuation, let scope):
                state = .done
                return (continuation, scope)
            case .done, .cancelledEarly: return nil
            }
        }
    }

    private static var cancelled: NATSError { NATSError(.cancelled, "the task was cancelled") }
}
