import CoreMetrics
import GraphQLEngine
import JSON
import NIOCore

/// Makes runs of GraphQL requests, whatever transport they came by. One for each event loop.
final class OperationStarter {
    private var schema: Schema
    private let limits: OperationLimits
    private let validation: ValidationOptions
    private let persistedQueries: PersistedQueries
    private var surroundings: RunSurroundings
    private let subscriptionBuffer: Int
    private let subscriptionOverflow: SubscriptionOverflow
    private let metrics: GatewayMetrics
    private let cacheCapacity: Int
    private var cache: OperationCache
    /// As many as are under way with a thousand busy connections on two loops; a few hundred kilobytes.
    private let executions = ExecutionPool(capacity: 512)
    /// Query texts are unescaped here; the storage is used again.
    private var text: [UInt8] = []

    init(
        schema: Schema,
        limits: OperationLimits,
        validation: ValidationOptions,
        persistedQueries: PersistedQueries,
        cacheCapacity: Int,
        requestTimeout: TimeAmount,
        subscriptionBuffer: Int,
        subscriptionOverflow: SubscriptionOverflow,
        metrics: GatewayMetrics,
        resolver: any FetchResolver
    ) {
        self.schema = schema
        self.limits = limits
        self.validation = validation
        self.persistedQueries = persistedQueries
        surroundings = RunSurroundings(resolver, metrics, requestTimeout: requestTimeout)
        self.subscriptionBuffer = subscriptionBuffer
        self.subscriptionOverflow = subscriptionOverflow
        self.metrics = metrics
        self.cacheCapacity = cacheCapacity
        cache = OperationCache(capacity: cacheCapacity)
    }

    /// Prepares from another schema from now on. Runs that began before keep the schema and resolver they began with;
    /// since a request is prepared and begun in one turn of the loop, none sees parts of both.
    func adopt(_ schema: Schema, _ resolver: any FetchResolver) {
        self.schema = schema
        surroundings = RunSurroundings(resolver, metrics, requestTimeout: surroundings.requestTimeout)
        cache = OperationCache(capacity: cacheCapacity)
        executions.removeAll()
    }

    /// Why no operation was prepared.
    enum PreparationError: Error {
        /// The request is not one of GraphQL.
        case malformed(HTTPFailure)
        /// Syntax, validation or limits.
        case refused(RequestErrors)
    }

    /// Reads a request from the JSON text of its body.
    func envelope(_ body: Span<UInt8>) throws(PreparationError) -> RequestEnvelope {
        do {
            return try RequestEnvelope(json: body)
        } catch {
            throw .malformed(error)
        }
    }

    /// The operation of a request, from the cache where it is known.
    /// - Parameter body: What the envelope was read from.
    func prepare(
        _ envelope: borrowing RequestEnvelope,
        in body: Span<UInt8>
    ) throws(PreparationError) -> PreparedOperation {
        guard let query = envelope.query else {
            return try registered(envelope.persisted, envelope.operationName)
        }
        guard query.hasEscapes || envelope.persisted != nil else {
            return try prepared(body.extracting(query.range), envelope.operationName)
        }
        let text = try unescape(query, in: body)
        try register(text, envelope.persisted)
        return try prepared(text.span, envelope.operationName)
    }

    /// The operation of the parameters of a GET.
    func prepare(_ parameters: QueryParameters) throws(PreparationError) -> PreparedOperation {
        guard let query = parameters.query else {
            return try registered(parameters.persisted, parameters.operationName)
        }
        if parameters.persisted != nil { try register(Array(parameters.bytes[query]), parameters.persisted) }
        return try prepared(parameters.bytes.span.extracting(query), parameters.operationName)
    }

    private func registered(
        _ reference: PersistedQueryReference?,
        _ name: String?
    ) throws(PreparationError) -> PreparedOperation {
        guard let reference, let text = persistedQueries.text(of: reference.hash) else {
            // The protocol's own words: clients compare them.
            throw .refused(RequestErrors(GraphQLError("PersistedQueryNotFound", code: .persistedQueryNotFound)))
        }
        return try prepared(text.span, name)
    }

    private func register(_ text: [UInt8], _ reference: PersistedQueryReference?) throws(PreparationError) {
        guard let reference else { return }
        guard PersistedQueries.hash(text) == reference.hash else {
            throw .malformed(.badRequest("The sha256Hash of the persisted query is not that of the query."))
        }
        persistedQueries.register(text, under: reference.hash)
    }

    private func unescape(_ query: JSONRawString, in body: Span<UInt8>) throws(PreparationError) -> [UInt8] {
        text.removeAll(keepingCapacity: true)
        do {
            try JSONScanner.appendUnescaped(body, query, to: &text)
        } catch {
            throw .malformed(.badRequest("The query has an escape that cannot be read: \(error)."))
        }
        return text
    }

    private func prepared(_ text: Span<UInt8>, _ name: String?) throws(PreparationError) -> PreparedOperation {
        do {
            return try prepare(text, name)
        } catch {
            throw .refused(error)
        }
    }

    /// The operation of a text, from the cache where it is known. The cache keeps only what was prepared well.
    private func prepare(_ text: Span<UInt8>, _ name: String?) throws(RequestErrors) -> PreparedOperation {
        if name == nil, let known = cache.lookUp(text) {
            metrics.cacheHits.increment()
            return known
        }
        let name = name ?? ""
        let nameBytes = Array(name.utf8)
        if !name.isEmpty, let known = cache.lookUp(text, operationName: nameBytes.span) {
            metrics.cacheHits.increment()
            return known
        }
        metrics.cacheMisses.increment()
        do throws(RequestErrors) {
            let operation = try PreparedOperation(
                Self.copy(text),
                operationName: name.isEmpty ? nil : name,
                schema: schema,
                limits: limits,
                validation: validation
            )
            cache.insert(operation, for: text, operationName: nameBytes.span)
            return operation
        } catch {
            metrics.refused()
            throw error
        }
    }

    private static func copy(_ text: Span<UInt8>) -> [UInt8] { text.withUnsafeBufferPointer { Array($0) } }

    /// A query or mutation, not yet advanced.
    /// - Throws: What is wrong with the variables.
    func run(
        _ operation: PreparedOperation,
        _ variables: Span<UInt8>,
        sink: consuming ResponseSink
    ) throws(RequestErrors) -> GraphQLRun {
        let execution: Execution
        do throws(RequestErrors) {
            execution = try Execution(operation, variables: variables, pool: executions)
        } catch {
            metrics.refused()
            throw error
        }
        return GraphQLRun(execution, operation.kind, surroundings, started: .now(), sink: sink)
    }

    /// A subscription, not yet started.
    /// - Throws: What is wrong with the variables.
    func subscribe(
        _ operation: PreparedOperation,
        _ variables: Span<UInt8>,
        _ sink: any SubscriptionSink
    ) throws(RequestErrors) -> SubscriptionRun {
        SubscriptionRun(
            try Subscription(operation, variables: variables),
            sink,
            surroundings.resolver,
            bufferLimit: subscriptionBuffer,
            overflow: subscriptionOverflow,
            requestTimeout: surroundings.requestTimeout,
            metrics: metrics
        )
    }
}
