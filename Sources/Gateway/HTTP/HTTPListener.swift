import NIOCore
import NIOPosix
import NIOSSL

/// The listening socket and the connections behind it, spread over the event loops of a group.
///
/// One socket for all loops: connections are handed out in turn, so each loop has its share.
final class HTTPListener: Sendable {
    /// The address taken; its port where 0 was asked for.
    let address: SocketAddress?
    private let channel: any Channel
    private let loops: LoopLocal<HTTPLoop>

    private init(channel: any Channel, loops: LoopLocal<HTTPLoop>) {
        self.channel = channel
        self.loops = loops
        address = channel.localAddress
    }

    /// - Parameters:
    ///   - tls: Where new connections get their certificate; `nil` for connections without TLS.
    ///   - loops: An `HTTPLoop` for each loop of `group`.
    static func bind(
        host: String,
        port: Int,
        tls: TLSContextSource? = nil,
        group: any EventLoopGroup,
        loops: LoopLocal<HTTPLoop>
    ) async throws -> HTTPListener {
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try Self.configure(channel, tls, loops: loops) }
            }
            .bind(host: host, port: port).get()
        return HTTPListener(channel: channel, loops: loops)
    }

    private static func configure(
        _ channel: any Channel,
        _ tls: TLSContextSource?,
        loops: LoopLocal<HTTPLoop>
    ) throws {
        let loop = try loops.value(on: channel.eventLoop)
        let connection = HTTPConnectionHandler(loop: loop)
        let pipeline = channel.pipeline.syncOperations
        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls.context)) }
        try pipeline.addHandlers(ProtocolDetector(connection: connection, isSecure: tls != nil), connection)
    }

    /// Takes no more connections, lets requests in flight finish until `timeout`, then closes what is left.
    func stop(within timeout: TimeAmount) async {
        try? await channel.close().get()
        await withTaskGroup(of: Void.self) { group in
            for eventLoop in loops.eventLoops {
                group.addTask { await Self.stop(on: eventLoop, loops: self.loops, within: timeout) }
            }
        }
    }

    private static func stop(on eventLoop: any EventLoop, loops: LoopLocal<HTTPLoop>, within timeout: TimeAmount) async
    {
        let stopped = eventLoop.flatSubmit {
            guard let loop = try? loops.value(on: eventLoop) else { return eventLoop.makeSucceededVoidFuture() }
            let bound = NIOLoopBound(loop, eventLoop: eventLoop)
            let late = eventLoop.scheduleTask(in: timeout) { bound.value.closeAll() }
            let future = loop.stop()
            future.whenComplete { _ in late.cancel() }
            return future
        }
        try? await stopped.get()
    }

    /// Closes every connection now.
    func closeAll() {
        for eventLoop in loops.eventLoops {
            eventLoop.execute { [loops] in try? loops.value(on: eventLoop).closeAll() }
        }
    }
}
