import NIOCore
import NIOHTTP1

/// NIO's parser behind a connection, for requests that are not plain, with what brings its parts back and keeps those
/// that come too early.
final class RequestParser {
    private let decoder: ByteToMessageHandler<RequestDecoder>
    private let parts: ParsedPartsHandler
    private var waiting = CircularBuffer<HTTPServerRequestPart>()

    /// - Parameter headerLimit: Bytes of all names and values of one head, the target not counted.
    init(_ connection: HTTPConnectionHandler, headerLimit: Int) {
        decoder = ByteToMessageHandler(RequestDecoder(connection: connection, headerLimit: headerLimit))
        parts = ParsedPartsHandler(connection)
    }

    /// Takes its place in the pipeline.
    func stand(behind connection: HTTPConnectionHandler, in pipeline: ChannelPipeline.SynchronousOperations) throws {
        try pipeline.addHandlers(decoder, parts, position: .after(connection))
    }

    // MARK: Parts of requests behind the one in work

    var hasParts: Bool { !waiting.isEmpty }

    func keep(_ part: HTTPServerRequestPart) { waiting.append(part) }

    func nextPart() -> HTTPServerRequestPart? { waiting.popFirst() }

    func dropParts() { waiting.removeAll() }

    /// Leaves it: the connection speaks another protocol.
    func leave(_ pipeline: ChannelPipeline.SynchronousOperations) {
        pipeline.removeHandler(parts, promise: nil)
        pipeline.removeHandler(decoder, promise: nil)
    }
}

/// Gives the parser's parts and errors to the connection, which stands in front of it.
final class ParsedPartsHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let connection: HTTPConnectionHandler

    init(_ connection: HTTPConnectionHandler) { self.connection = connection }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { connection.received(unwrapInboundIn(data)) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { connection.failed(error) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { connection.inputClosed() }
        context.fireUserInboundEventTriggered(event)
    }
}
