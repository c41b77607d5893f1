import NIOCore
import Synchronization

/// Carries events from a watch's loop to the task that reads them.
///
/// Above `highMark` events the watch is paused. The server then has at most the flow-control window under way (two
/// megabytes at first, at most 32), which bounds what can still arrive.
final class KeyValueEventBuffer: Sendable {
    typealias Next = CheckedContinuation<Result<KeyValueEvent?, NATSError>, Never>

    private struct State {
        var events: [Result<KeyValueEvent, NATSError>] = []
        var first = 0
        var reader: Next?
        var isEnded = false
        /// The last event is in: the watch failed.
        var isLast = false
        var isPaused = false
        var watch: NIOLoopBound<LoopKeyValueWatch>?
    }

    private static let highMark = 1024
    private static let lowMark = 256

    private let eventLoop: any EventLoop
    private let state = Mutex(State())

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// Called on the loop.
    func attach(_ watch: LoopKeyValueWatch) {
        let bound = NIOLoopBound(watch, eventLoop: eventLoop)
        let isEnded = state.withLock { state in
            if !state.isEnded { state.watch = bound }
            return state.isEnded
        }
        if isEnded { watch.cancel() }
    }

    /// Called on the loop.
    func push(_ event: Result<KeyValueEvent, NATSError>) {
        let (reader, paused): (Next?, NIOLoopBound<LoopKeyValueWatch>?) = state.withLock { state in
            guard !state.isEnded else { return (nil, nil) }
            if case .failure = event { state.isLast = true }
            if let reader = state.reader.take() { return (reader, nil) }
            state.events.append(event)
            guard state.events.count - state.first >= Self.highMark, !state.isPaused else { return (nil, nil) }
            state.isPaused = true
            return (nil, state.watch)
        }
        reader?.resume(returning: event.map { $0 })
        paused?.value.pause()
    }

    func next(_ reader: Next) {
        enum Outcome {
            case wait
            case give(Result<KeyValueEvent?, NATSError>, resume: NIOLoopBound<LoopKeyValueWatch>?)
        }
        let outcome: Outcome = state.withLock { state in
            if state.first < state.events.count {
                let event = state.events[state.first]
                state.first += 1
                if state.first == state.events.count || state.first >= Self.highMark {
                    state.events.removeFirst(state.first)
                    state.first = 0
                }
                guard state.isPaused, state.events.count - state.first <= Self.lowMark else {
                    return .give(event.map { $0 }, resume: nil)
                }
                state.isPaused = false
                return .give(event.map { $0 }, resume: state.watch)
            }
            // A second reader at the same time would wait for ever.
            if state.isEnded || state.isLast || state.reader != nil { return .give(.success(nil), resume: nil) }
            state.reader = reader
            return .wait
        }
        if case .give(let result, let paused) = outcome {
            reader.resume(returning: result)
            if let paused { eventLoop.execute { paused.value.resume() } }
        }
    }

    /// Ends the watch, whoever asks.
    func end() {
        let (reader, watch): (Next?, NIOLoopBound<LoopKeyValueWatch>?) = state.withLock { state in
            state.isEnded = true
            state.events = []
            state.first = 0
            return (state.reader.take(), state.watch.take())
        }
        reader?.resume(returning: .success(nil))
        if let watch { eventLoop.execute { watch.value.cancel() } }
    }
}
