import JSON

/// A subscription that was asked for: the fetch that names its source of events, and one ``Execution`` for each event
/// (spec 6.2.3).
///
/// ```swift
/// let subscription = try Subscription(operation, variables: variables.span)
/// switch subscription.source.tag {
/// case Tag.watch: store.watch(subscription.source.arguments) { entry in
///     var execution = subscription.execution { $0.record(entry) }
///     // fetches below the event, if the operation selects such: as in any execution
///     if execution.isComplete { send(execution.finish()) }
/// }
/// }
/// ```
public struct Subscription: Sendable {
    /// The fetch of the one root field: its tag, its arguments, what is selected.
    public let source: Fetch
    let operation: PreparedOperation
    let variables: VariableValues

    /// - Throws: Errors of the variables or arguments, or one that says that the operation is no subscription or that
    ///   its field is no fetch. Nothing was started then.
    public init(_ operation: PreparedOperation, variables: Span<UInt8>) throws(RequestErrors) {
        self.operation = operation
        self.variables = try operation.coerceVariables(variables)
        var execution = Execution(operation, variables: self.variables)
        guard operation.kind == .subscription, let fetch = execution.nextFetch() else {
            throw RequestErrors(execution.requestErrors(otherwise: "The operation has no source of events."))
        }
        source = fetch
    }

    /// The execution for one event: `body` gives the value of the root field, as a fetch's result is given.
    public func execution(_ body: (_ completion: inout FieldCompletion) -> Void) -> Execution {
        var execution = Execution(operation, variables: variables)
        if let fetch = execution.nextFetch() { execution.resume(fetch.id, body) }
        return execution
    }
}
