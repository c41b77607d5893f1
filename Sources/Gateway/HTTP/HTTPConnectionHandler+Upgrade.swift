import NIOCore
import NIOHTTP1
import NIOWebSocket

extension HTTPConnectionHandler {
    /// Answers 101 and hands the connection over to a WebSocket.
    func upgrade(
        _ request: RequestHead,
        subprotocol: String?,
        to makeHandler: @escaping (HTTPLoop) -> WebSocketHandler
    ) {
        guard let context, machine.upgraded() else { return closeNow() }
        let request = HTTPRequestHead(
            version: .http1_1,
            method: request.method,
            uri: request.uri,
            headers: request.headers
        )
        let loop = NIOLoopBound((self, makeHandler), eventLoop: context.eventLoop)
        let limit = self.loop.settings.bodyLimit
        let upgrader = NIOWebSocketServerUpgrader(
            maxFrameSize: min(limit, Int(UInt32.max)),
            automaticErrorHandling: false,
            shouldUpgrade: { channel, _ in
                let fields: [(String, String)] = subprotocol.map { [("Sec-WebSocket-Protocol", $0)] } ?? []
                return channel.eventLoop.makeSucceededFuture(HTTPHeaders(fields))
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    let (connection, makeHandler) = loop.value
                    try connection.handOver(channel, to: makeHandler(connection.loop))
                }
            }
        )
        upgrader.buildUpgradeResponse(
            channel: context.channel,
            upgradeRequest: request,
            initialResponseHeaders: HTTPHeaders()
        ).assumeIsolated().whenComplete { result in
            guard case .success(let headers) = result, let context = self.context else { return self.closeNow() }
            self.write101(headers)
            upgrader.upgrade(context: context, upgradeRequest: request)
                .assumeIsolated().whenFailure { _ in self.closeNow() }
        }
    }

    private func write101(_ headers: HTTPHeaders) {
        var out = ByteBuffer()
        out.writeStaticString("HTTP/1.1 101 Switching Protocols\r\n")
        for (name, value) in headers { out.writeString("\(name): \(value)\r\n") }
        out.writeStaticString("\r\n")
        writeNow(out)
    }

    /// The frame handlers stand in the pipeline already, behind this one.
    private func handOver(_ channel: any Channel, to handler: WebSocketHandler) throws {
        abandonWork()
        loop.remove(self)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandlers(handler)
        parser?.leave(pipeline)
        pipeline.removeHandler(self, promise: nil)
    }

    // MARK: Other versions

    /// A client that does not finish the handshake of TLS is closed as one that does not finish a head.
    func handshakeBegins() {
        if machine.state == .idle, slot != nil { deadline = .now() + loop.settings.headerTimeout }
    }

    func handshakeEnded() {
        if machine.state == .idle, slot != nil { deadline = .now() + loop.settings.idleTimeout }
    }

    /// Gives the connection over to HTTP/2, before any request was read.
    func becomeHTTP2() -> EventLoopFuture<Void> {
        let eventLoop = loop.eventLoop
        guard let context, parser == nil, machine.state == .idle || machine.state == .head else {
            return eventLoop.makeFailedFuture(ChannelError.inappropriateOperationForState)
        }
        machine.channelClosed()
        let channel = context.channel
        return eventLoop.makeCompletedFuture {
            guard channel.isActive else { throw ChannelError.ioOnClosedChannel }
            loop.remove(self)
            try HTTP2Pipeline.add(to: channel, loop: loop)
            channel.pipeline.syncOperations.removeHandler(self, promise: nil)
        }
    }
}
