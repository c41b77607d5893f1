import NIOCore
import NIOPosix

/// A NATS server in this process: the core protocol and the part of JetStream that Key-Value clients use.
///
/// It is made for development and tests: one server, no cluster, no accounts, no TLS.
///
/// With `Storage.directory`, a write is acknowledged after its SQLite transaction is committed. Ending the process at
/// any moment (`kill -9`) loses nothing that was acknowledged. A power cut or a crash of the operating system may lose
/// the newest transactions, as it may with a real nats-server, which by default syncs its files every two minutes.
public final class EmbeddedServer: Sendable {
    /// The port that the server listens on.
    public let port: Int
    private let host: String
    private let shared: RunningServer

    private init(host: String, port: Int, shared: RunningServer) {
        self.host = host
        self.port = port
        self.shared = shared
    }

    /// The address for clients, such as `nats://127.0.0.1:4222`.
    public var url: String { host.contains(":") ? "nats://[\(host)]:\(port)" : "nats://\(host):\(port)" }

    /// Opens the store and listens.
    /// - Returns: the server, ready for clients.
    /// - Throws: `EmbeddedServerError`, which names the address, folder or setting; nothing is left running.
    public static func start(_ configuration: Configuration) async throws(EmbeddedServerError) -> EmbeddedServer {
        let running = try await RunningServer.start(configuration)
        return EmbeddedServer(host: configuration.host, port: running.port, shared: running)
    }

    /// Stops accepting, closes every connection, commits what waits and gives the store folder free.
    /// A second call waits for the first one and does nothing else.
    public func shutdown() async {
        await shared.shutdown()
    }
}
