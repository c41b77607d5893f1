import CoreMetrics
import GraphQLEngine
import NATSKV
import NIOCore
import NIOHTTP1

/// Carries out the fetches of executions. Confined to its event loop.
protocol FetchResolver: AnyObject {
    /// Names what a run or a subscription has under way in the store, so that it can be given up.
    func makeCancellationToken() -> CancellationToken
    /// Forgets what is under way under the token and ends its consumers; nothing of it is answered any more.
    func cancel(_ token: CancellationToken)
    /// What requests to the store under the token carry from now on; `nil` for nothing.
    func setHeaders(_ headers: HeaderLines?, for token: CancellationToken)
    /// Begins a fetch, or answers it at once; `run` is told the result by one of its `resume` methods.
    func start(_ fetch: Fetch, for run: GraphQLRun)
    /// Begins the watch behind a subscription. Events come until the handle is cancelled or a failure is told.
    func watch(
        _ fetch: Fetch,
        from revision: UInt64?,
        deadline: NIODeadline,
        token: CancellationToken,
        onEvent: @escaping (WatchEvent) -> Void
    ) throws(FieldError) -> any WatchHandle
    /// The revision after `last`, where the bucket behind the subscription has got that far; else `nil`.
    func resumption(
        of fetch: Fetch,
        after last: UInt64,
        deadline: NIODeadline,
        token: CancellationToken,
        _ completion: @escaping (UInt64?) -> Void
    )
}

/// What all runs under one schema share.
final class RunSurroundings {
    let resolver: any FetchResolver
    let metrics: GatewayMetrics
    let requestTimeout: TimeAmount

    init(_ resolver: any FetchResolver, _ metrics: GatewayMetrics, requestTimeout: TimeAmount) {
        self.resolver = resolver
        self.metrics = metrics
        self.requestTimeout = requestTimeout
    }
}

/// One query or mutation being executed.
final class GraphQLRun: HTTPWork {
    let deadline: NIODeadline
    /// Under it everything is asked of the store.
    let token: CancellationToken
    private var execution: Execution
    private let kind: OperationKind
    private let started: NIODeadline
    private let surroundings: RunSurroundings
    private let sink: ResponseSink
    /// The trace that the operation belongs to.
    private(set) var trace: RequestTrace?
    /// When the first of the fetches under way was handed out, and how many there are.
    private var fetchesStarted: NIODeadline
    private var fetchCount = 0
    private var nestedFetches = 0
    private var isAdvancing = false
    private(set) var isOver = false

    /// - Parameter sink: Given the response once, unless the run is cancelled before.
    init(
        _ execution: consuming Execution,
        _ kind: OperationKind,
        _ surroundings: RunSurroundings,
        started: NIODeadline,
        sink: consuming ResponseSink
    ) {
        self.execution = execution
        self.kind = kind
        self.surroundings = surroundings
        self.started = started
        self.sink = sink
        deadline = started + surroundings.requestTimeout
        token = surroundings.resolver.makeCancellationToken()
        fetchesStarted = started
        surroundings.metrics.inFlight.increment()
    }

    private var metrics: GatewayMetrics { surroundings.metrics }
    private var resolver: any FetchResolver { surroundings.resolver }
    /// Whose request this is, for the log.
    var origin: (any RequestOrigin)? { isOver ? nil : sink.origin }

    /// Makes the operation part of a trace, before it is advanced.
    func join(_ trace: RequestTrace?) {
        guard let trace else { return }
        self.trace = trace
        resolver.setHeaders(trace.headers, for: token)
    }

    private func leaveTrace(hasErrors: Bool) {
        guard let trace else { return }
        trace.end(hasErrors: hasErrors)
        self.trace = nil
        resolver.setHeaders(nil, for: token)
    }

    /// Starts what can be started, and answers once nothing is missing.
    func advance() {
        guard !isAdvancing, !isOver else { return }
        isAdvancing = true
        while true {
            switch execution.step() {
            case .fetch(let fetch):
                fetchCount += 1
                resolver.start(fetch, for: self)
            case .wait:
                isAdvancing = false
                return
            case .complete(let hasErrors):
                isAdvancing = false
                return finish(hasErrors: hasErrors)
            }
        }
    }

    /// How many fetches below others a request may make.
    static let maximumNestedFetches = 10_000

    /// Counts a fetch below another one; false where there are too many.
    func countsNestedFetch() -> Bool {
        nestedFetches += 1
        return nestedFetches <= Self.maximumNestedFetches
    }

    func resume(_ id: FetchID, error: FieldError) {
        guard !isOver else { return }
        storeAnswered()
        execution.resume(id, error: error)
        advance()
    }

    func resume<Record: ResolvedRecord>(_ id: FetchID, record: Record) {
        guard !isOver else { return }
        storeAnswered()
        execution.resume(id, record: record)
        advance()
    }

    func resume(_ id: FetchID, _ body: (inout FieldCompletion) -> Void) {
        guard !isOver else { return }
        storeAnswered()
        execution.resume(id, body)
        advance()
    }

    /// What is answered while fetches are handed out was not asked of NATS: a refused key, a revision of 0.
    private func storeAnswered() {
        fetchCount -= 1
        guard !isAdvancing else { return }
        let now = NIODeadline.now()
        metrics.storeDuration.recordNanoseconds((now - fetchesStarted).nanoseconds)
        if fetchCount == 0 { fetchesStarted = now }
    }

    private func finish(hasErrors: Bool) {
        isOver = true
        metrics.inFlight.decrement()
        let elapsed = NIODeadline.now() - started
        metrics.finished(kind, hasErrors: hasErrors, nanoseconds: elapsed.nanoseconds)
        leaveTrace(hasErrors: hasErrors)
        sink.take(&execution)
    }

    // MARK: HTTPWork

    func cancelled() {
        guard !isOver else { return }
        isOver = true
        leaveTrace(hasErrors: true)
        metrics.inFlight.decrement()
        resolver.cancel(token)
    }

    /// The store keeps to the same deadline, so this comes only after it failed to.
    func deadlineReached() {}

    /// A query in a stream is still answered.
    func serverStops() {}

    func writable() {}
}

extension Execution {
    /// What is to be done next, asked at once: each access to an execution that a class holds is checked.
    fileprivate enum Step {
        case fetch(Fetch)
        /// A fetch is not answered yet.
        case wait
        case complete(hasErrors: Bool)
    }

    fileprivate mutating func step() -> Step {
        if let fetch = nextFetch() { return .fetch(fetch) }
        return isComplete ? .complete(hasErrors: errorCount > 0) : .wait
    }
}
