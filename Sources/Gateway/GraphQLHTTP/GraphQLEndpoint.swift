import GraphQLEngine
import JSON
import NIOCore
import NIOHTTP1

/// GraphQL over HTTP: GET and POST, three kinds of answers. One for each event loop.
final class GraphQLEndpoint {
    private let operations: OperationStarter
    /// Requests that one body may hold; 0 where it must be one.
    private let batchLimit: Int
    private let tracing: RequestTracing

    init(operations: OperationStarter, batchLimit: Int, tracing: RequestTracing = RequestTracing()) {
        self.operations = operations
        self.tracing = tracing
        self.batchLimit = batchLimit
    }

    private static let allow = "GET, HEAD, POST, OPTIONS"

    func handle(_ request: HTTPRequest, query: Substring?, _ exchange: HTTPExchange) {
        let head = request.head
        if head.fields.asksUpgrade, WebSocketUpgrade.isAsked(by: head) { return upgrade(request, exchange) }
        do throws(HTTPFailure) {
            switch head.method {
            case .POST:
                if !head.hasPlainJSON { try BodyType.check(head.fields) }
                let caller = try caller(head, exchange)
                let body = request.body.readableBytesUInt8Span
                if BatchEnvelope.isBatch(body) { return try runBatch(body, caller) }
                try run(body, caller)
            case .GET, .HEAD:
                var caller = try caller(head, exchange)
                caller.mayMutate = false
                let parameters = try QueryParameters(query)
                try run(parameters, caller)
            case .OPTIONS:
                exchange.respond(.noContent, .json, fields: "Allow: \(Self.allow)\r\n", body: [])
            default:
                throw .methodNotAllowed(Self.allow)
            }
        } catch {
            exchange.fail(error, head.accept.errorType)
        }
    }

    private func upgrade(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        do throws(HTTPFailure) {
            try WebSocketUpgrade.check(request.head, allowed: exchange.connection.loop.settings.crossOrigin)
        } catch {
            return exchange.fail(error)
        }
        let (operations, tracing, trace) = (operations, tracing, request.head.fields.trace)
        let requestID = exchange.connection.requestID
        let offers = WebSocketUpgrade.offersSubprotocol(request.head)
        exchange.upgrade(request, subprotocol: offers ? WebSocketUpgrade.subprotocol : nil) { loop in
            let handler = WebSocketHandler(loop: loop, operations: operations, offersSubprotocol: offers)
            handler.requestID = requestID
            handler.beginTrace = { tracing.begin($0, trace) }
            return handler
        }
    }

    /// Who asks, and in which form the answer goes back.
    private struct Caller {
        var head: RequestHead
        var exchange: HTTPExchange
        var type: ContentType
        var mayMutate = true

        var sink: ResponseSink {
            type == .eventStream ? .bytes(of: exchange.connection) { answer($0) } : .exchange(exchange, type)
        }

        func answer(_ response: [UInt8]) {
            guard type == .eventStream else { return exchange.respond(.ok, type, body: response) }
            var events: [UInt8] = []
            ServerSentEvent.appendNext(response, to: &events)
            exchange.write(events + ServerSentEvent.complete)
            exchange.endStream()
        }
    }

    private func caller(_ head: RequestHead, _ exchange: HTTPExchange) throws(HTTPFailure) -> Caller {
        guard let type = head.accept.result else {
            throw HTTPFailure(
                .notAcceptable,
                "No type in Accept fits; there are application/graphql-response+json, application/json and "
                    + "text/event-stream."
            )
        }
        return Caller(head: head, exchange: exchange, type: type)
    }

    private func run(_ body: Span<UInt8>, _ caller: Caller) throws(HTTPFailure) {
        let operation: PreparedOperation
        let variables: Range<Int>
        do {
            let envelope = try operations.envelope(body)
            operation = try operations.prepare(envelope, in: body)
            variables = envelope.variables ?? 0..<0
        } catch {
            switch error {
            case .malformed(let failure): throw failure
            case .refused(let refusal): return refuse(refusal, caller)
            }
        }
        try start(operation, variables: body.extracting(variables), caller)
    }

    /// Each request of the body is answered on its own; what is wrong with one is its own response.
    private func runBatch(_ body: Span<UInt8>, _ caller: Caller) throws(HTTPFailure) {
        guard caller.type != .eventStream else {
            throw HTTPFailure(.notAcceptable, "Several requests in one body are not answered as a stream.")
        }
        let requests = try BatchEnvelope.requests(body, limit: batchLimit)
        let batch = BatchRun(count: requests.count) { caller.answer($0) }
        caller.exchange.begin(batch)
        for (index, range) in requests.enumerated() {
            do throws(HTTPFailure) {
                try add(to: batch, index, body.extracting(range), caller)
            } catch {
                batch.complete(index, error.body())
            }
        }
        batch.advance()
    }

    private func add(
        to batch: BatchRun,
        _ index: Int,
        _ body: Span<UInt8>,
        _ caller: Caller
    ) throws(HTTPFailure) {
        do {
            let envelope = try operations.envelope(body)
            let operation = try operations.prepare(envelope, in: body)
            guard operation.kind != .subscription else {
                throw HTTPFailure(.notAcceptable, "A subscription cannot be one of several requests.")
            }
            let variables = body.extracting(envelope.variables ?? 0..<0)
            let sink = ResponseSink.bytes(of: caller.exchange.connection) { [weak batch] in batch?.complete(index, $0) }
            let run = try operations.run(operation, variables, sink: sink)
            run.join(tracing.begin(operation, caller.head.fields.trace))
            batch.add(run)
        } catch let refusal as RequestErrors {
            batch.complete(index, RequestErrorBody.bytes(refusal.errors))
        } catch let OperationStarter.PreparationError.refused(refusal) {
            batch.complete(index, RequestErrorBody.bytes(refusal.errors))
        } catch let OperationStarter.PreparationError.malformed(failure) {
            throw failure
        } catch let failure as HTTPFailure {
            throw failure
        } catch {
            throw HTTPFailure(.internalServerError, "The request failed.", code: "INTERNAL_SERVER_ERROR")
        }
    }

    private func run(_ parameters: QueryParameters, _ caller: Caller) throws(HTTPFailure) {
        let source = parameters.bytes.span
        let operation: PreparedOperation
        do {
            operation = try operations.prepare(parameters)
        } catch {
            switch error {
            case .malformed(let failure): throw failure
            case .refused(let refusal): return refuse(refusal, caller)
            }
        }
        try start(operation, variables: source.extracting(parameters.variables ?? 0..<0), caller)
    }

    private func start(
        _ operation: PreparedOperation,
        variables: Span<UInt8>,
        _ caller: Caller
    ) throws(HTTPFailure) {
        switch operation.kind {
        case .mutation where !caller.mayMutate:
            throw .methodNotAllowed("POST", "A mutation must be sent by POST.")
        case .subscription:
            guard caller.head.accept.takesEvents else {
                throw HTTPFailure(.notAcceptable, "A subscription needs Accept: text/event-stream.")
            }
            subscribe(operation, variables, caller)
        case .query, .mutation:
            do throws(RequestErrors) {
                let run = try operations.run(operation, variables, sink: caller.sink)
                if caller.type == .eventStream { caller.exchange.startStream(.eventStream, fields: EventStream.fields) }
                run.join(tracing.begin(operation, caller.head.fields.trace))
                run.advance()
                if !run.isOver { caller.exchange.begin(run) }
            } catch {
                refuse(error, caller)
            }
        }
    }

    private func subscribe(_ operation: PreparedOperation, _ variables: Span<UInt8>, _ caller: Caller) {
        do throws(RequestErrors) {
            let stream = EventStream(caller.exchange)
            let run = try operations.subscribe(operation, variables, stream)
            run.join(tracing.begin(operation, caller.head.fields.trace))
            caller.exchange.startStream(.eventStream, fields: EventStream.fields)
            // HEAD is answered by the head alone, and then nobody is left to watch for.
            guard caller.exchange.isCurrent else {
                run.leaveTrace()
                return
            }
            caller.exchange.begin(stream)
            stream.begin(run, lastEventID: caller.head.headers.first(name: "last-event-id"))
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
