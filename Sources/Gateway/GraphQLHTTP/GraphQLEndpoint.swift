import GraphQLEngine
import JSON
import NIOCore
import NIOHTTP1

/// GraphQL over HTTP: GET and POST, three kinds of answers. One for each event loop.
final class GraphQLEndpoint {
    private let schema: Schema
    private let limits: OperationLimits
    private let resolver: any FetchResolver
    private let subscriptionBuffer: Int
    private let requestTimeout: TimeAmount
    private var cache: OperationCache
    /// Query texts are unescaped and answers built here; the storage is used again.
    private var text: [UInt8] = []

    init(
        schema: Schema,
        limits: OperationLimits,
        cacheCapacity: Int,
        requestTimeout: TimeAmount,
        subscriptionBuffer: Int,
        resolver: any FetchResolver
    ) {
        self.schema = schema
        self.limits = limits
        self.resolver = resolver
        self.requestTimeout = requestTimeout
        self.subscriptionBuffer = subscriptionBuffer
        cache = OperationCache(capacity: cacheCapacity)
    }

    private static let allow = "GET, HEAD, POST, OPTIONS"

    func handle(_ request: HTTPRequest, query: Substring?, _ exchange: HTTPExchange) {
        let headers = request.head.headers
        let accept = request.list("accept")
        do throws(HTTPFailure) {
            let choice = AcceptHeader.choose(accept)
            switch request.head.method {
            case .POST:
                try BodyType.check(
                    contentType: headers.first(name: "content-type"),
                    contentEncoding: headers.first(name: "content-encoding")
                )
                let caller = try caller(choice, request, exchange)
                try run(request.body.readableBytesUInt8Span, caller)
            case .GET, .HEAD:
                var caller = try caller(choice, request, exchange)
                caller.mayMutate = false
                let parameters = try QueryParameters(query)
                try run(parameters, caller)
            case .OPTIONS:
                exchange.respond(.noContent, .json, fields: "Allow: \(Self.allow)\r\n", body: [])
            default:
                throw .methodNotAllowed(Self.allow)
            }
        } catch {
            exchange.fail(error, AcceptHeader.errorType(accept))
        }
    }

    /// Who asks, and in which form the answer goes back.
    private struct Caller {
        var exchange: HTTPExchange
        var type: ContentType
        var takesEvents: Bool
        var mayMutate = true
        var lastEventID: String?
    }

    private func caller(
        _ choice: AcceptHeader.Choice,
        _ request: HTTPRequest,
        _ exchange: HTTPExchange
    ) throws(HTTPFailure) -> Caller {
        guard let type = choice.result else {
            throw HTTPFailure(
                .notAcceptable,
                "No type in Accept fits; there are application/graphql-response+json, application/json and "
                    + "text/event-stream."
            )
        }
        var caller = Caller(exchange: exchange, type: type, takesEvents: choice.takesEvents)
        if choice.takesEvents { caller.lastEventID = request.head.headers.first(name: "last-event-id") }
        return caller
    }

    private func run(_ body: Span<UInt8>, _ caller: Caller) throws(HTTPFailure) {
        let envelope = try RequestEnvelope(json: body)
        let operation: PreparedOperation
        do {
            if envelope.query.hasEscapes {
                text.removeAll(keepingCapacity: true)
                do {
                    try JSONScanner.appendUnescaped(body, envelope.query, to: &text)
                } catch {
                    throw HTTPFailure.badRequest("The query has an escape that cannot be read: \(error).")
                }
                operation = try prepare(text.span, envelope.operationName)
            } else {
                operation = try prepare(body.extracting(envelope.query.range), envelope.operationName)
            }
        } catch let failure as HTTPFailure {
            throw failure
        } catch let refusal as RequestErrors {
            return refuse(refusal, caller)
        } catch {
            throw HTTPFailure(.internalServerError, "The request failed.", code: "INTERNAL_SERVER_ERROR")
        }
        try start(operation, variables: body.extracting(envelope.variables ?? 0..<0), caller)
    }

    private func run(_ parameters: QueryParameters, _ caller: Caller) throws(HTTPFailure) {
        let source = parameters.bytes.span
        let operation: PreparedOperation
        do {
            operation = try prepare(source.extracting(parameters.query), parameters.operationName)
        } catch {
            return refuse(error, caller)
        }
        try start(operation, variables: source.extracting(parameters.variables ?? 0..<0), caller)
    }

    /// From the cache, which keeps only what was prepared well.
    private func prepare(_ text: Span<UInt8>, _ name: String?) throws(RequestErrors) -> PreparedOperation {
        guard let name, !name.isEmpty else {
            if let known = cache.lookUp(text) { return known }
            let operation = try PreparedOperation(Self.copy(text), schema: schema, limits: limits)
            cache.insert(operation, for: text)
            return operation
        }
        let nameBytes = Array(name.utf8)
        if let known = cache.lookUp(text, operationName: nameBytes.span) { return known }
        let operation = try PreparedOperation(
            Self.copy(text),
            operationName: name,
            schema: schema,
            limits: limits
        )
        cache.insert(operation, for: text, operationName: nameBytes.span)
        return operation
    }

    private static func copy(_ text: Span<UInt8>) -> [UInt8] { text.withUnsafeBufferPointer { Array($0) } }

    private func start(
        _ operation: PreparedOperation,
        variables: Span<UInt8>,
        _ caller: Caller
    ) throws(HTTPFailure) {
        switch operation.kind {
        case .mutation where !caller.mayMutate:
            throw .methodNotAllowed("POST", "A mutation must be sent by POST.")
        case .subscription:
            guard caller.takesEvents else {
                throw HTTPFailure(.notAcceptable, "A subscription needs Accept: text/event-stream.")
            }
            subscribe(operation, variables, caller)
        case .query, .mutation:
            do throws(RequestErrors) {
                let execution = try Execution(operation, variables: variables)
                if caller.type == .eventStream { caller.exchange.startStream(.eventStream, fields: EventStream.fields) }
                let run = GraphQLRun(
                    execution,
                    caller.exchange,
                    caller.type,
                    resolver,
                    deadline: .now() + requestTimeout
                )
                caller.exchange.begin(run)
                run.advance()
            } catch {
                refuse(error, caller)
            }
        }
    }

    private func subscribe(_ operation: PreparedOperation, _ variables: Span<UInt8>, _ caller: Caller) {
        do throws(RequestErrors) {
            let subscription = try Subscription(operation, variables: variables)
            caller.exchange.startStream(.eventStream, fields: EventStream.fields)
            let stream = EventStream(
                subscription,
                caller.exchange,
                resolver,
                bufferLimit: subscriptionBuffer,
                requestTimeout: requestTimeout
            )
            caller.exchange.begin(stream)
            stream.start(lastEventID: caller.lastEventID)
        } catch {
            var caller = caller
            caller.type = .eventStream
            refuse(error, caller)
        }
    }

    /// A request error: 400 in GraphQL's own media type, 200 in plain JSON, one event in a stream.
    private func refuse(_ refusal: RequestErrors, _ caller: Caller) {
        let body = RequestErrorBody.bytes(refusal.errors)
        switch caller.type {
        case .eventStream:
            caller.exchange.startStream(.eventStream, fields: EventStream.fields)
            var events: [UInt8] = []
            ServerSentEvent.appendNext(body, to: &events)
            caller.exchange.write(events + ServerSentEvent.complete)
            caller.exchange.endStream()
        case .graphQLResponse: caller.exchange.respond(.badRequest, .graphQLResponse, body: body)
        default: caller.exchange.respond(.ok, .json, body: body)
        }
    }
}
