import GraphQLEngine

/// Where the response of one query or mutation goes.
enum ResponseSink {
    /// The whole body of an HTTP answer: written from the execution straight into the connection's bytes.
    case exchange(HTTPExchange, ContentType)
    /// Something that needs the bytes for itself: a message, an event, one of several responses.
    case bytes(([UInt8]) -> Void)

    func take(_ execution: inout Execution) {
        switch self {
        case .exchange(let exchange, let type): exchange.respond(type, &execution)
        case .bytes(let body): body(execution.finish())
        }
    }
}
