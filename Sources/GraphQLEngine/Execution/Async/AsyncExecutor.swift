/// Runs operations with asynchronous resolvers: those of a query side by side, those of a mutation one after another.
///
/// ```swift
/// let executor = AsyncExecutor { fetch in
///     switch fetch.tag {
///     case Tag.user: .json(try await store.user(fetch.arguments["id"]?.string ?? ""))
///     default: .null
///     }
/// }
/// let response = try await executor.execute(operation, variables: variables)
/// ```
///
/// Cancelling the task that runs an operation cancels its resolvers.
public struct AsyncExecutor: Sendable {
    /// Carries out a fetch. A ``FieldError`` that it throws becomes an error of the response as it is; any other error
    /// becomes one with the code `INTERNAL_SERVER_ERROR` and without detail.
    public typealias Resolver = @Sendable (Fetch) async throws -> ResolvedValue

    private let resolver: Resolver

    public init(resolver: @escaping Resolver) {
        self.resolver = resolver
    }

    /// Runs a query or a mutation.
    ///
    /// - Parameters:
    ///   - variables: The JSON text of an object; empty where there are none.
    ///   - root: What root fields with a property are resolved on.
    /// - Returns: The response as JSON text.
    /// - Throws: ``RequestErrors`` for variables that do not fit; `CancellationError` once the task is cancelled.
    public func execute(
        _ operation: PreparedOperation,
        variables: [UInt8] = [],
        root: some ResolvedRecord = EmptyRecord()
    ) async throws -> [UInt8] {
        let values = try operation.coerceVariables(variables.span)
        return try await run(Execution(operation, variables: values, root: root))
    }

    /// Starts a subscription: one response for each event of its source.
    ///
    /// - Parameter source: Called with the fetch of the root field, when the first response is asked for; gives the
    ///   events. When it ends the responses end, and when it throws they throw. Cancelling the task that reads the
    ///   responses reaches the source.
    /// - Throws: ``RequestErrors``, where the operation is no subscription or its input is wrong.
    public func subscribe<Events: AsyncSequence & Sendable>(
        _ operation: PreparedOperation,
        variables: [UInt8] = [],
        source: @escaping @Sendable (Fetch) async throws -> Events
    ) throws(RequestErrors) -> SubscriptionResponses<Events> where Events.Element == ResolvedValue {
        SubscriptionResponses(
            subscription: try Subscription(operation, variables: variables.span),
            executor: self,
            source: source
        )
    }

    /// Carries an execution to its end.
    func run(_ start: consuming Execution) async throws -> [UInt8] {
        var execution = start
        let resolver = resolver
        await withTaskGroup(of: (FetchID, ResolvedValue).self) { group in
            while let fetch = execution.nextFetch() { Self.add(fetch, to: &group, resolver) }
            while let (id, value) = await group.next() {
                execution.resume(id) { $0.put(value) }
                while let fetch = execution.nextFetch() { Self.add(fetch, to: &group, resolver) }
            }
        }
        try Task.checkCancellation()
        return execution.finish()
    }

    private static func add(
        _ fetch: Fetch,
        to group: inout TaskGroup<(FetchID, ResolvedValue)>,
        _ resolver: @escaping Resolver
    ) {
        group.addTask {
            do {
                return (fetch.id, try await resolver(fetch))
            } catch let error as FieldError {
                return (fetch.id, .error(error))
            } catch {
                return (fetch.id, .error(FieldError("Internal server error.", code: .internalServerError)))
            }
        }
    }
}
