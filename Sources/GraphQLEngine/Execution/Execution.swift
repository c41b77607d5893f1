/// One run of a prepared operation: hands out fetches, takes their results, ends with the response.
///
/// It does no I/O and knows no task: the host carries out the fetches where and as it likes and calls back. Query
/// fields come out together, mutation fields one after another, fetches below a fetched object after that object.
/// Results may come in any order. To cancel, drop it.
///
/// A whole request:
///
/// ```swift
/// // Once a document text; the cache belongs to one event loop.
/// let operation: PreparedOperation
/// if let known = cache.lookUp(text) {  // text: Span<UInt8>
///     operation = known
/// } else {
///     operation = try PreparedOperation(decoded, schema: schema)  // throws RequestErrors
///     cache.insert(operation, for: text)
/// }
///
/// // {"query": "query ($k: String!) { kv_get(key: $k) { value revision } }", "variables": {"k": "token"}}
/// var execution = try Execution(operation, variables: variables.span, pool: pool)  // throws RequestErrors
/// while let fetch = execution.nextFetch() {
///     switch fetch.tag {
///     case Tag.get:
///         guard let key = fetch.arguments[0]?.string else { … }
///         store.get(key, for: fetch.id)  // starts; the result comes later
///     default: …
///     }
/// }
///
/// // When the entry of `id` arrives:
/// execution.resume(id, record: entry)  // entry: a ResolvedRecord; see there
/// // or: execution.resume(id) { $0.null() }
/// // or: execution.resume(id) { $0.error(FieldError("…", code: .storeTimeout)) }
/// while let fetch = execution.nextFetch() { … }  // nested fetches, the next field of a mutation
/// if execution.isComplete {
///     buffer.reserve(execution.responseSize)
///     execution.finish { buffer.append($0) }  // the response, in one or more parts
/// }
/// ```
public struct Execution: ~Copyable {
    private var completion: Box<FieldCompletion>
    private let pool: ExecutionPool?

    /// Starts an operation.
    ///
    /// - Parameters:
    ///   - variables: The request's variables: the JSON text of an object; empty or `null` where there are none.
    ///   - pool: Where to take memory from, and where to leave it at the end.
    /// - Throws: Errors with `extensions.code` `BAD_USER_INPUT` for variables that do not fit their definitions.
    public init(
        _ operation: PreparedOperation,
        variables: Span<UInt8>,
        pool: ExecutionPool? = nil
    ) throws(RequestErrors) {
        var kept = pool?.take()
        var values = kept?.value.takeVariables() ?? .none
        try operation.coerceVariables(variables, into: &values)
        self.init(operation, values, EmptyRecord(), pool, kept.take())
    }

    /// Starts an operation with variables that are coerced already (``PreparedOperation/coerceVariables(_:)``), or
    /// without variables.
    public init(_ operation: PreparedOperation, variables: VariableValues = .none, pool: ExecutionPool? = nil) {
        self.init(operation, variables: variables, root: EmptyRecord(), pool: pool)
    }

    /// Starts an operation on a root value: the record that root fields with a property are resolved on.
    public init<Root: ResolvedRecord & ~Copyable & ~Escapable>(
        _ operation: PreparedOperation,
        variables: VariableValues = .none,
        root: borrowing Root,
        pool: ExecutionPool? = nil
    ) {
        self.init(operation, variables, root, pool, pool?.take())
    }

    private init<Root: ResolvedRecord & ~Copyable & ~Escapable>(
        _ operation: PreparedOperation,
        _ variables: consuming VariableValues,
        _ root: borrowing Root,
        _ pool: ExecutionPool?,
        _ kept: consuming Box<FieldCompletion>?
    ) {
        self.pool = pool
        if let box = kept.take() {
            completion = box
            completion.value.begin(operation, variables)
        } else {
            completion = Box(FieldCompletion(operation, variables))
        }
        completion.value.start(root)
    }

    deinit {
        if let pool { pool.give(completion) }
    }

    /// The next fetch to carry out now; nil where there is none until another result comes in, or at all.
    public mutating func nextFetch() -> Fetch? { completion.value.nextFetch() }

    /// Gives the result of a fetch: `body` calls one method of the completion, as ``ResolvedRecord/resolve(_:into:)``
    /// does; none counts as null.
    ///
    /// Ignored where the fetch is answered already, or where it no longer matters because null went up above it.
    public mutating func resume(_ id: FetchID, _ body: (_ completion: inout FieldCompletion) -> Void) {
        completion.value.resume(id, body)
    }

    /// Gives an object as the result of a fetch.
    public mutating func resume<Record: ResolvedRecord & ~Copyable & ~Escapable>(
        _ id: FetchID,
        record: borrowing Record
    ) {
        completion.value.resume(id, record: record)
    }

    /// Gives JSON text as the result of a fetch.
    public mutating func resume(_ id: FetchID, json: Span<UInt8>) {
        completion.value.resume(id, json: json)
    }

    /// Gives an error as the result of a fetch.
    public mutating func resume(_ id: FetchID, error: FieldError) {
        completion.value.resume(id) { $0.error(error) }
    }

    /// The errors so far, for a request that comes to nothing because of them.
    func requestErrors(otherwise message: String) -> [GraphQLError] {
        completion.value.requestErrors(otherwise: message)
    }

    /// Whether every fetch is answered, so that the response can be written.
    public var isComplete: Bool { completion.value.isComplete }

    /// How many field errors there are so far.
    public var errorCount: Int { completion.value.errors.count + completion.value.omittedErrors }

    /// The size of the response in bytes: exact where there are no errors (``errorCount``), else a guess for reserving
    /// room.
    public var responseSize: Int { completion.value.responseSize }

    /// Writes the response: `{"data":…}`, with `errors` after it where there are any. Fetches without a result count as
    /// failed with `INTERNAL_SERVER_ERROR`.
    ///
    /// - Parameter emit: Called with the parts of the response in order.
    public mutating func finish(_ emit: (_ part: Span<UInt8>) -> Void) { completion.value.finish(emit) }

    /// The response in an array of its own.
    public mutating func finish() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(responseSize)
        finish { part in part.withUnsafeBufferPointer { bytes.append(contentsOf: $0) } }
        return bytes
    }
}
