import EmbeddedNATS
package import Logging
import ServiceLifecycle
import UnixSignals

/// The embedded NATS server alone, as `kvgraph nats` runs it.
package struct EmbeddedService: Sendable {
    private let server: EmbeddedServer

    /// `nats://127.0.0.1:4222`.
    package var url: String { server.url }

    package static func start(
        host: String,
        port: Int,
        store: NATSSettings.Store,
        logger: Logger
    ) async throws(StartupError) -> EmbeddedService {
        var configuration = EmbeddedServer.Configuration()
        configuration.host = host
        configuration.port = port
        configuration.logger = logger
        configuration.storage = EmbeddedStore.storage(store)
        let server = try await EmbeddedStore.start(configuration)
        EmbeddedStore.announce(server.url, store, logger)
        return EmbeddedService(server: server)
    }

    /// Serves until SIGTERM or SIGINT.
    package func serve(logger: Logger) async throws {
        let group = ServiceGroup(
            services: [Stopping { await server.shutdown() }],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        try await group.run()
    }
}
