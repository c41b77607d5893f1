import NATSWire
import NIOCore
import NIOSSL
import NIOTLS

/// Cuts the bytes of one socket into frames for its connection, which decides everything.
///
/// Not `Sendable`: lives on its channel's event loop, which is the connection's.
final class ConnectionChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let connection: NATSConnection
    /// Which of the connection's attempts this socket belongs to; the connection ignores older ones.
    let attempt: UInt64
    private var parser = ServerFrameParser()
    /// What came of a frame whose rest has not come.
    private var unread = ByteBuffer()
    private var hasFailed = false

    init(connection: NATSConnection, attempt: UInt64) {
        self.connection = connection
        self.attempt = attempt
    }

    func channelActive(context: ChannelHandlerContext) {
        connection.opened(context, attempt: attempt)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasFailed else { return }
        var bytes = unwrapInboundIn(data)
        if unread.readableBytes > 0 {
            unread.writeBuffer(&bytes)
            swap(&bytes, &unread)
        }
        connection.isReceiving = true
        defer { connection.isReceiving = false }
        do {
            while let frame = try parser.decode(buffer: &bytes) { connection.received(frame, attempt: attempt) }
            keep(bytes)
        } catch {
            hasFailed = true
            connection.failed(
                NATSError(.protocolViolation, "the server broke the protocol", underlying: error),
                attempt: attempt
            )
        }
    }

    /// Copies a short rest, so that a large buffer is not held for it; the beginning of a long frame grows where it is.
    private func keep(_ rest: ByteBuffer) {
        if rest.readableBytes == 0 {
            unread = ByteBuffer()
        } else {
            unread = rest.readerIndex == 0 ? rest : ByteBuffer(bytes: rest.readableBytesView)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        connection.writabilityChanged(attempt: attempt)
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.failed(NATSError(.unavailable, "the server closed the connection"), attempt: attempt)
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { connection.secured(attempt: attempt) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let isTLS = error is NIOSSLError || error is NIOSSLExtraError || error is BoringSSLError
        let failure =
            isTLS
            ? NATSError(.tls, "the TLS handshake failed", underlying: error)
            : NATSError(.unavailable, "the connection broke", underlying: error)
        connection.failed(failure, attempt: attempt)
    }
}
