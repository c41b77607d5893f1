import GraphQLEngine

/// Where the response of one query or mutation goes.
enum ResponseSink {
    /// The whole body of an HTTP answer: written from the execution straight into the connection's bytes.
    case exchange(HTTPExchange, ContentType)
    /// Something that needs the bytes for itself: a message, an event, one of several responses.
    case bytes(of: any RequestOrigin, ([UInt8]) -> Void)

    /// Whose request it is.
    var origin: any RequestOrigin {
        switch self {
        case .exchange(let exchange, _): exchange.connection
        case .bytes(let origin, _): origin
        }
    }

    func take(_ execution: inout Execution) {
        switch self {
        case .exchange(let exchange, let type): exchange.respond(type, &execution)
        case .bytes(_, let body): body(execution.finish())
        }
    }
}
