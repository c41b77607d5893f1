import NIOCore
import NIOPosix
import Synchronization

/// Stands between a client and a server on loopback and counts how often, and what, the client sends.
final class CountingProxy: Sendable {
    private let counts = Mutex<(reads: Int, requests: Int)>((0, 0))
    private let mark: [UInt8]
    private let target: Int

    /// - Parameter mark: Each occurrence in what the client sends counts as a request.
    init(target: Int, counting mark: String) {
        self.target = target
        self.mark = Array(mark.utf8)
    }

    /// Since the last call: the reads in which the mark occurred, and how often it did.
    func take() -> (reads: Int, requests: Int) {
        counts.withLock { counts in
            defer { counts = (0, 0) }
            return counts
        }
    }

    /// Listens on a free port while `body` runs.
    func run(_ body: (Int) async throws -> Void) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let listener = try await ServerBootstrap(group: group)
            .childChannelInitializer { [self] client in
                client.eventLoop.makeCompletedFuture {
                    try client.pipeline.syncOperations.addHandler(Relay(proxy: self, connect: true))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        do {
            try await body(listener.localAddress?.port ?? 0)
        } catch {
            try await listener.close()
            throw error
        }
        try await listener.close()
    }

    private func count(_ bytes: ByteBuffer) {
        let view = bytes.readableBytesView
        var found = 0
        var index = view.startIndex
        while let start = view[index...].firstIndex(of: mark[0]) {
            if view[start...].starts(with: mark) { found += 1 }
            index = start + 1
        }
        guard found > 0 else { return }
        counts.withLock { $0 = ($0.reads + 1, $0.requests + found) }
    }

    /// Hands on what its channel reads to the other channel.
    private final class Relay: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let proxy: CountingProxy
        private let isClient: Bool
        private var other: (any Channel)?

        init(proxy: CountingProxy, connect: Bool, other: (any Channel)? = nil) {
            self.proxy = proxy
            isClient = connect
            self.other = other
        }

        func channelActive(context: ChannelHandlerContext) {
            guard isClient else { return }
            let client = context.channel
            let proxy = proxy
            let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
            ClientBootstrap(group: context.eventLoop)
                .channelInitializer { server in
                    server.eventLoop.makeCompletedFuture {
                        let relay = Relay(proxy: proxy, connect: false, other: client)
                        try server.pipeline.syncOperations.addHandler(relay)
                    }
                }
                .connect(host: "127.0.0.1", port: proxy.target)
                .whenComplete { result in
                    switch result {
                    case .success(let server): bound.value.other = server
                    case .failure: client.close(promise: nil)
                    }
                }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = unwrapInboundIn(data)
            if isClient { proxy.count(bytes) }
            other?.writeAndFlush(bytes, promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) { other?.close(promise: nil) }
    }
}
