import NIOCore

/// Joins the flushes of all streams of a connection in one write at the end of the turn of the loop.
final class HTTP2FlushHandler: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let loop: HTTPLoop
    weak var connection: HTTP2ConnectionHandler?
    private var context: ChannelHandlerContext?
    private var isPending = false

    init(loop: HTTPLoop) { self.loop = loop }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func flush(context: ChannelHandlerContext) {
        guard !isPending else { return }
        guard let connection else { return context.flush() }
        isPending = true
        loop.touch(connection)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        flushNow()
        context.close(mode: mode, promise: promise)
    }

    func flushNow() {
        guard isPending else { return }
        isPending = false
        context?.flush()
    }
}
