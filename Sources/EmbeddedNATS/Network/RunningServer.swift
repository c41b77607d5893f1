import Logging
import NIOCore
import NIOPosix

/// The sockets and threads behind an `EmbeddedServer`.
final class RunningServer: Sendable {
    let port: Int
    private let listener: any Channel
    private let group: MultiThreadedEventLoopGroup?
    private let core: NIOLoopBound<ServerCore>

    private init(listener: any Channel, group: MultiThreadedEventLoopGroup?, core: NIOLoopBound<ServerCore>) {
        self.listener = listener
        self.port = listener.localAddress?.port ?? 0
        self.group = group
        self.core = core
    }

    static func start(_ configuration: EmbeddedServer.Configuration) async throws(EmbeddedServerError) -> RunningServer
    {
        try check(configuration)
        let group = configuration.eventLoop == nil ? MultiThreadedEventLoopGroup(numberOfThreads: 1) : nil
        let loop = configuration.eventLoop ?? group?.next() ?? MultiThreadedEventLoopGroup.singleton.next()
        do {
            let core = try await loop.submit { try makeCore(configuration, loop: loop) }.get()
            let identity = ServerIdentity(
                identifier: makeIdentifier(),
                host: configuration.host,
                maxPayload: configuration.maxPayload,
                requiresAuthentication: configuration.token != nil || configuration.user != nil
            )
            let listener: any Channel
            do {
                listener = try await bind(configuration, loop: loop, core: core, identity: identity)
            } catch {
                try? await loop.flatSubmit { close(core) }.get()
                throw listenError(error, configuration)
            }
            configuration.logger.notice(
                "embedded NATS server, for development and tests only",
                metadata: ["address": "\(configuration.host)", "port": "\(listener.localAddress?.port ?? 0)"]
            )
            return RunningServer(listener: listener, group: group, core: core)
        } catch {
            try? await group?.shutdownGracefully()
            throw error as? EmbeddedServerError ?? listenError(error, configuration)
        }
    }

    private static func check(_ configuration: EmbeddedServer.Configuration) throws(EmbeddedServerError) {
        func refuse(_ setting: String, _ found: Int, _ range: ClosedRange<Int>) throws(EmbeddedServerError) {
            guard !range.contains(found) else { return }
            throw EmbeddedServerError(
                .invalidConfiguration,
                subject: setting,
                message: "found \(found), expected \(range.lowerBound) to \(range.upperBound)"
            )
        }
        try refuse("port", configuration.port, 0...65_535)
        try refuse("maxPayload", configuration.maxPayload, 1...67_108_864)
        try refuse("maxControlLine", configuration.maxControlLine, 64...1_048_576)
        try refuse("maxConnections", configuration.maxConnections, 1...Int.max)
        try refuse("maxPendingBytes", configuration.maxPendingBytes, 1...Int.max)
    }

    private static func makeCore(
        _ configuration: EmbeddedServer.Configuration,
        loop: any EventLoop
    ) throws -> NIOLoopBound<ServerCore> {
        switch configuration.storage {
        case .memory:
            return NIOLoopBound(
                ServerCore(configuration: configuration, storage: MemoryStorage(), loop: loop),
                eventLoop: loop
            )
        case .directory(let path):
            let storage = try SQLiteStorage(path: path, logger: configuration.logger)
            let streams = try storage.load()
            let core = ServerCore(configuration: configuration, storage: storage, loop: loop)
            do {
                try core.restore(streams)
            } catch {
                throw SQLiteSchema.damaged(path, "a stream cannot be restored: \(error)", error)
            }
            return NIOLoopBound(core, eventLoop: loop)
        }
    }

    private static func bind(
        _ configuration: EmbeddedServer.Configuration,
        loop: any EventLoop,
        core: NIOLoopBound<ServerCore>,
        identity: ServerIdentity
    ) async throws -> any Channel {
        try await ServerBootstrap(group: loop)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 4)
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 16_384, maximum: 262_144)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = ServerChannelHandler(core: core.value) { client, address, port in
                        identity.info(client: client, address: address, port: port)
                    }
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .bind(host: configuration.host, port: configuration.port).get()
    }

    private static func listenError(
        _ error: any Error,
        _ configuration: EmbeddedServer.Configuration
    ) -> EmbeddedServerError {
        let address = "\(configuration.host):\(configuration.port)"
        if let io = error as? IOError, io.errnoCode == EADDRINUSE {
            return EmbeddedServerError(
                .addressInUse,
                subject: address,
                message: "another program listens on this port; choose another one, or 0 for a free one",
                underlying: error
            )
        }
        return EmbeddedServerError(
            .cannotListen,
            subject: address,
            message: "cannot listen on this address: \(error)",
            underlying: error
        )
    }

    private static func makeIdentifier() -> String {
        var random = SystemRandomNumberGenerator()
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        let bytes = (0..<55).map { _ in letters[Int(random.next(upperBound: UInt64(letters.count)))] }
        return "N" + String(decoding: bytes, as: UTF8.self)
    }

    private static func close(_ core: NIOLoopBound<ServerCore>) -> EventLoopFuture<Void> {
        let promise = core.eventLoop.makePromise(of: Void.self)
        core.value.close { promise.succeed() }
        return promise.futureResult
    }

    func shutdown() async {
        try? await listener.close().get()
        let core = core
        try? await listener.eventLoop.flatSubmit { Self.close(core) }.get()
        try? await group?.shutdownGracefully()
    }
}
