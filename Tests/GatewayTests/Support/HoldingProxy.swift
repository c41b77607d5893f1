import NIOCore
import NIOPosix
import Synchronization

/// Stands between the gateway and its NATS server and can keep the server's answers back.
final class HoldingProxy: Sendable {
    private struct State {
        var isHolding = false
        /// Holding begins when the gateway says this.
        var mark: [UInt8]?
        var kept: [(channel: any Channel, bytes: ByteBuffer)] = []
    }

    private let state = Mutex(State())
    private let listening = Mutex<(any Channel)?>(nil)

    var url: String { "nats://127.0.0.1:\(listening.withLock { $0?.localAddress?.port } ?? 0)" }

    static func start(to port: Int) async throws -> HoldingProxy {
        let proxy = HoldingProxy()
        let group = MultiThreadedEventLoopGroup.singleton
        let channel = try await ServerBootstrap(group: group)
            .childChannelInitializer { client in
                ClientBootstrap(group: client.eventLoop)
                    .connect(host: "127.0.0.1", port: port)
                    .flatMapThrowing { server in
                        try client.pipeline.syncOperations.addHandler(Relay(to: server, isGateway: true, proxy))
                        try server.pipeline.syncOperations.addHandler(Relay(to: client, isGateway: false, proxy))
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        proxy.listening.withLock { $0 = channel }
        return proxy
    }

    /// From now on the server hears everything and nobody hears the server.
    func hold() { state.withLock { $0.isHolding = true } }

    /// The same once the gateway's next bytes have this in them.
    func hold(from mark: String) { state.withLock { $0.mark = Array(mark.utf8) } }

    var isHolding: Bool { state.withLock { $0.isHolding } }

    private func heard(_ bytes: ByteBuffer) {
        state.withLock { state in
            guard let mark = state.mark, bytes.readableBytesView.firstRange(of: mark) != nil else { return }
            (state.mark, state.isHolding) = (nil, true)
        }
    }

    /// What was kept goes on, in order.
    func release() {
        state.withLock { state in
            state.isHolding = false
            for (channel, bytes) in state.kept { channel.writeAndFlush(bytes, promise: nil) }
            state.kept = []
        }
    }

    func stop() async { try? await listening.withLock { $0 }?.close().get() }

    private func keeps(_ bytes: ByteBuffer, for channel: any Channel) -> Bool {
        state.withLock { state in
            if state.isHolding { state.kept.append((channel, bytes)) }
            return state.isHolding
        }
    }

    private final class Relay: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let other: any Channel
        private let isGateway: Bool
        private let proxy: HoldingProxy

        init(to other: any Channel, isGateway: Bool, _ proxy: HoldingProxy) {
            self.other = other
            self.isGateway = isGateway
            self.proxy = proxy
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = unwrapInboundIn(data)
            if isGateway { proxy.heard(bytes) }
            if isGateway || !proxy.keeps(bytes, for: other) { other.writeAndFlush(bytes, promise: nil) }
        }

        func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }
    }
}
