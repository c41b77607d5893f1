import NIOCore
import NIOPosix
import Testing

@testable import NATSWire

/// A client that subscribes and then does not read until it is asked what came last.
final class SilentClient: Sendable {
    private let channel: any Channel
    private let reader: NIOLoopBound<Counter>

    private init(_ channel: any Channel, _ reader: NIOLoopBound<Counter>) {
        self.channel = channel
        self.reader = reader
    }

    static func connect(_ port: Int, _ subscription: String) async throws -> SilentClient {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let reader = try await loop.submit { NIOLoopBound(Counter(loop), eventLoop: loop) }.get()
        let channel = try await ClientBootstrap(group: loop)
            .channelOption(.socketOption(.so_rcvbuf), value: 16_384)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(reader.value)
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        try await channel.writeAndFlush(ByteBuffer(string: "CONNECT {\"verbose\":false}\r\n\(subscription)PING\r\n"))
        try await loop.flatSubmit { reader.value.ready.futureResult }.get()
        try await channel.setOption(.autoRead, value: false).get()
        return SilentClient(channel, reader)
    }

    /// Reads all that is there and returns how many messages came before the server closed the connection.
    func drain() async throws -> Int {
        let reader = reader
        try await channel.setOption(.autoRead, value: true).get()
        return try await channel.eventLoop.flatSubmit { reader.value.ended.futureResult }.get()
    }

    private final class Counter: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let ready: EventLoopPromise<Void>
        let ended: EventLoopPromise<Int>
        private var processor = NIOSingleStepByteToMessageProcessor(ServerFrameParser())
        private var count = 0

        init(_ loop: any EventLoop) {
            ready = loop.makePromise()
            ended = loop.makePromise()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            try? processor.process(buffer: unwrapInboundIn(data)) { frame in
                if case .message = frame { count += 1 }
                if frame == .pong { ready.succeed() }
            }
        }

        func channelInactive(context: ChannelHandlerContext) {
            ready.succeed()
            ended.succeed(count)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
