import GraphQLEngine
import NIOCore
import NIOHTTP1

/// One complete request.
struct HTTPRequest {
    var head: RequestHead
    var body: ByteBuffer
}

/// What a route does with complete requests. Confined to its event loop.
protocol HTTPRouting: AnyObject {
    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange)
}

/// Work that goes on after `handle` returned, told of what happens around it.
protocol HTTPWork: AnyObject {
    /// Nobody waits for the answer any more. Answer nothing.
    func cancelled()
    /// The time for the request is over: answer now.
    func deadlineReached()
    /// The server stops: end a stream in order.
    func serverStops()
    /// The socket takes bytes again.
    func writable()
}

/// What a request came by and is answered through: a connection of HTTP/1.1 or a stream of HTTP/2.
///
/// Confined to its event loop. Bodies are arrays, since calls through the protocol are not specialised.
protocol HTTPResponder: RequestOrigin {
    var loop: HTTPLoop { get }
    /// Of the current request, once it is read.
    var head: RequestHead? { get }
    /// The request that may be answered now; 0 for none.
    var currentExchange: UInt64 { get }
    var isWritable: Bool { get }
    /// What is working on the current request.
    var work: (any HTTPWork)? { get set }
    func respond(_ status: HTTPResponseStatus, _ type: ContentType, fields: String, body: [UInt8])
    /// Sends the response of an execution that is complete, with status 200.
    func respond(_ type: ContentType, _ execution: inout Execution)
    func startStream(_ type: ContentType, fields: String)
    func writeStream(_ bytes: [UInt8])
    func endStream()
    func upgrade(
        _ request: RequestHead,
        subprotocol: String?,
        to makeHandler: @escaping (HTTPLoop) -> WebSocketHandler
    )
}

extension HTTPResponder {
    /// Of the body of an error, as far as it is known what the client takes.
    var errorType: ContentType { head?.accept.errorType ?? .json }

    func respond(_ type: ContentType, _ execution: inout Execution) {
        respond(.ok, type, fields: "", body: execution.finish())
    }
}

/// The right to answer one request; worthless once it is answered or the client is gone.
struct HTTPExchange {
    let connection: any HTTPResponder
    let id: UInt64

    var isCurrent: Bool { connection.currentExchange == id }
    var isWritable: Bool { connection.isWritable }

    /// Names what is told of cancelling, time and shutdown while the answer is on its way.
    func begin(_ work: any HTTPWork) {
        if isCurrent { connection.work = work }
    }

    func respond(_ status: HTTPResponseStatus, _ type: ContentType, fields: String = "", body: some Collection<UInt8>) {
        if isCurrent { connection.respond(status, type, fields: fields, body: Array(body)) }
    }

    func respond(_ type: ContentType, _ execution: inout Execution) {
        if isCurrent { connection.respond(type, &execution) }
    }

    /// - Parameter type: Of the error's body; where it is not known yet, what the request accepts.
    func fail(_ failure: HTTPFailure, _ type: ContentType? = nil) {
        let type = type ?? connection.errorType
        respond(failure.status, type, fields: failure.fields, body: failure.body())
    }

    /// Sends the head of a body whose length is not known, before its first byte.
    func startStream(_ type: ContentType, fields: String = "") {
        if isCurrent { connection.startStream(type, fields: fields) }
    }

    /// Hands over bytes of a stream; they leave together at the end of this turn of the loop.
    func write(_ bytes: some Collection<UInt8>) {
        if isCurrent { connection.writeStream(Array(bytes)) }
    }

    func endStream() {
        if isCurrent { connection.endStream() }
    }

    /// Makes the connection a WebSocket; the request must have been checked.
    func upgrade(_ request: HTTPRequest, subprotocol: String?, to handler: @escaping (HTTPLoop) -> WebSocketHandler) {
        if isCurrent { connection.upgrade(request.head, subprotocol: subprotocol, to: handler) }
    }
}
