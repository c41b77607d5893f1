import NIOCore
import NIOHTTP2

/// One HTTP/2 connection: its streams, the time it may be idle, and its end by GOAWAY. Confined to its event loop.
///
/// Frames of streams go to the streams' own channels; what arrives here belongs to the connection.
final class HTTP2ConnectionHandler: ChannelInboundHandler, LoopConnection {
    typealias InboundIn = HTTP2Frame

    let loop: HTTPLoop
    var slot: Int?
    private var context: ChannelHandlerContext?
    private var streams: [HTTP2StreamHandler] = []
    private var deadline = NIODeadline.distantFuture
    /// GOAWAY was asked for: no new stream is expected.
    private var isLeaving = false
    private let flushes: HTTP2FlushHandler

    init(loop: HTTPLoop, flushes: HTTP2FlushHandler) {
        self.loop = loop
        self.flushes = flushes
    }

    // MARK: Channel events

    /// Added to a connection that is open already, once its first bytes or the handshake have told the protocol.
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        guard loop.add(self) else { return closeNow() }
        deadline = .now() + loop.settings.idleTimeout
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelInactive(context: ChannelHandlerContext) {
        loop.remove(self)
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The client sends no more: what it asked for is still answered.
        if case .inputClosed? = event as? ChannelEvent { leave() }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What is wrong with one stream has ended that one; anything else, GOAWAY has been sent for.
        guard !(error is NIOHTTP2Errors.StreamError) else { return }
        // Closed for writing first: with bytes of the client unread, GOAWAY would be lost on the way.
        isLeaving = true
        deadline = .now() + loop.settings.lingerTimeout
        flushNow(thenCloseOutput: context)
    }

    private func flushNow(thenCloseOutput context: ChannelHandlerContext) {
        flushes.flushNow()
        context.close(mode: .output, promise: nil)
    }

    // MARK: Streams

    func opened(_ stream: HTTP2StreamHandler) {
        stream.slot = streams.count
        streams.append(stream)
        if !isLeaving { deadline = .distantFuture }
    }

    func closed(_ stream: HTTP2StreamHandler) {
        guard let slot = stream.slot, slot < streams.count, streams[slot] === stream else { return }
        stream.slot = nil
        let last = streams.removeLast()
        if last !== stream {
            streams[slot] = last
            last.slot = slot
        }
        guard streams.isEmpty, deadline == .distantFuture else { return }
        deadline = .now() + (isLeaving ? loop.settings.stopLingerTimeout : loop.settings.idleTimeout)
    }

    /// Bytes of a head that is not complete do not make a stream; they count as idleness.
    func checkDeadline(_ now: NIODeadline) {
        for stream in streams { stream.checkDeadline(now) }
        guard now >= deadline else { return }
        if isLeaving {
            closeNow()
        } else {
            leave()
        }
    }

    func flushGathered() { flushes.flushNow() }

    // MARK: The end

    /// Sends GOAWAY; the connection closes once its streams are done.
    private func leave() {
        guard !isLeaving, let context else { return }
        isLeaving = true
        deadline = streams.isEmpty ? .now() + loop.settings.stopLingerTimeout : .distantFuture
        // To the management handler, which knows which streams the client may have begun meanwhile.
        context.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }

    func serverStops() {
        for stream in streams { stream.serverStops() }
        leave()
    }

    func closeNow() { context?.close(promise: nil) }
}
