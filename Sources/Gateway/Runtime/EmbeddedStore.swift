import EmbeddedNATS
import Logging

/// The embedded NATS server of `kvgraph serve`.
enum EmbeddedStore {
    /// Starts it where no other server is configured; on loopback whatever the gateway listens on.
    static func start(_ settings: NATSSettings, logger: Logger) async throws(StartupError) -> EmbeddedServer? {
        guard settings.urls.isEmpty else { return nil }
        guard !settings.embeddedDisabled else {
            throw StartupError(
                .configuration,
                "no NATS server: found WG_DISABLE_EMBEDDED_NATS=true and no URL, "
                    + "expected WG_NATS_URL (or nats.url), for example nats://127.0.0.1:4222"
            )
        }
        var configuration = EmbeddedServer.Configuration()
        configuration.port = settings.port
        configuration.logger = logger
        configuration.storage = storage(settings.store)
        return try await start(configuration)
    }

    static func storage(_ store: NATSSettings.Store) -> EmbeddedServer.Configuration.Storage {
        switch store {
        case .memory: .memory
        case .folder(let path): .directory(path)
        }
    }

    static func start(_ configuration: EmbeddedServer.Configuration) async throws(StartupError) -> EmbeddedServer {
        do {
            return try await EmbeddedServer.start(configuration)
        } catch {
            let isConfiguration = [.storeLocked, .invalidConfiguration, .storeNotAccessible].contains(error.code)
            throw StartupError(isConfiguration ? .configuration : .failure, "the embedded NATS server: \(error)")
        }
    }
}
