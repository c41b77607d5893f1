import NIOCore
import NIOTLS

/// Tells HTTP/2 from HTTP/1.1 and then leaves the pipeline: by the first bytes of a connection without TLS (prior
/// knowledge), by ALPN of one with TLS.
///
/// The handler of HTTP/1.1 stands behind it from the beginning, so the usual connection pays for one comparison and no
/// handler stays.
final class ProtocolDetector: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: HTTPConnectionHandler
    private let isSecure: Bool
    /// Bytes that may be the beginning of the preface, or came while the handlers change.
    private var early = ByteBuffer()
    private var isSwitching = false

    init(connection: HTTPConnectionHandler, isSecure: Bool) {
        self.connection = connection
        self.isSecure = isSecure
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        // The time for a head is also the time for the handshake.
        if isSecure { connection.handshakeBegins() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        if negotiated == "h2" {
            speakHTTP2(context)
        } else {
            connection.handshakeEnded()
            context.fireUserInboundEventTriggered(event)
            leave(context)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isSecure || isSwitching else { return context.fireChannelRead(data) }
        var bytes = unwrapInboundIn(data)
        if early.readableBytes == 0 { early = bytes } else { early.writeBuffer(&bytes) }
        if isSwitching { return }
        let preface = HTTP2Pipeline.preface
        let isPreface = early.readableBytesView.prefix(preface.count).elementsEqual(preface.prefix(early.readableBytes))
        if !isPreface {
            leave(context)
        } else if early.readableBytes >= preface.count {
            speakHTTP2(context)
        } else {
            connection.headIsIncomplete()
        }
    }

    /// What comes until the handlers have changed is kept here.
    private func speakHTTP2(_ context: ChannelHandlerContext) {
        isSwitching = true
        connection.becomeHTTP2().assumeIsolated().whenComplete { result in
            guard context.channel.isActive, case .success = result else { return context.close(promise: nil) }
            self.leave(context)
        }
    }

    private func leave(_ context: ChannelHandlerContext) {
        if early.readableBytes > 0 {
            let bytes = early
            early = ByteBuffer()
            context.fireChannelRead(wrapInboundOut(bytes))
            context.fireChannelReadComplete()
        }
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }
}
