import NIOCore
import NIOPosix

/// The sockets and threads behind an `EmbeddedServer`.
final class RunningServer: Sendable {
    let port: Int
    private let listener: any Channel
    private let group: MultiThreadedEventLoopGroup?

    private init(listener: any Channel, group: MultiThreadedEventLoopGroup?) {
        self.listener = listener
        self.port = listener.localAddress?.port ?? 0
        self.group = group
    }

    static func start(_ configuration: EmbeddedServer.Configuration) async throws(EmbeddedServerError) -> RunningServer
    {
        let group = configuration.eventLoop == nil ? MultiThreadedEventLoopGroup(numberOfThreads: 1) : nil
        do {
            let loop = configuration.eventLoop ?? group?.next() ?? MultiThreadedEventLoopGroup.singleton.next()
            let listener = try await ServerBootstrap(group: loop)
                .bind(host: configuration.host, port: configuration.port).get()
            return RunningServer(listener: listener, group: group)
        } catch {
            try? await group?.shutdownGracefully()
            throw EmbeddedServerError(
                .cannotListen,
                subject: "\(configuration.host):\(configuration.port)",
                message: "cannot listen: \(error)",
                underlying: error
            )
        }
    }

    func shutdown() async {
        try? await listener.close().get()
        try? await group?.shutdownGracefully()
    }
}
