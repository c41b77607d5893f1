import NIOCore
import NIOPosix
import Synchronization

/// A TCP proxy on loopback that can stop to pass bytes on, in both directions, as a network that is cut does: nobody is
/// told, connections stay open, new ones are taken and say nothing. Once mended, what was held back goes on its way.
final class CuttableLink: Sendable {
    private let channel: any Channel
    private let state = Mutex(State())

    private struct State {
        var isCut = false
        var ends: [ObjectIdentifier: any Channel] = [:]
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    private init(_ channel: any Channel) { self.channel = channel }

    /// - Parameter port: what listens there, or will.
    static func start(to port: Int) async throws -> CuttableLink {
        let group = MultiThreadedEventLoopGroup.singleton
        let link = Mutex<CuttableLink?>(nil)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 64)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { inner in
                ClientBootstrap(group: inner.eventLoop)
                    .channelOption(.autoRead, value: false)
                    .channelOption(.socketOption(.tcp_nodelay), value: 1)
                    .connect(host: "127.0.0.1", port: port)
                    .flatMap { outer in
                        inner.eventLoop.makeCompletedFuture {
                            try inner.pipeline.syncOperations.addHandler(Pipe(to: outer))
                            try outer.pipeline.syncOperations.addHandler(Pipe(to: inner))
                            link.withLock { $0 }?.add(inner, outer)
                        }
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let made = CuttableLink(channel)
        link.withLock { $0 = made }
        return made
    }

    private func add(_ channels: any Channel...) {
        let isCut = state.withLock { state in
            for channel in channels { state.ends[ObjectIdentifier(channel)] = channel }
            return state.isCut
        }
        for channel in channels {
            channel.closeFuture.whenComplete { [weak self] _ in
                self?.state.withLock { _ = $0.ends.removeValue(forKey: ObjectIdentifier(channel)) }
            }
            if !isCut { channel.setOption(.autoRead, value: true).whenComplete { _ in } }
        }
    }

    func cut() async { await set(isCut: true) }
    func mend() async { await set(isCut: false) }

    private func set(isCut: Bool) async {
        let ends = state.withLock { state in
            state.isCut = isCut
            return Array(state.ends.values)
        }
        for end in ends { try? await end.setOption(.autoRead, value: !isCut).get() }
    }

    func stop() {
        let ends = state.withLock { Array($0.ends.values) }
        for end in ends { end.close(promise: nil) }
        channel.close(promise: nil)
    }

    /// Passes bytes on to the other end, and the end of the connection too.
    private final class Pipe: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let other: any Channel

        init(to other: any Channel) { self.other = other }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            other.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
