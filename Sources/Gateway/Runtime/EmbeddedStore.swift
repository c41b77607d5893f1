import EmbeddedNATS
import Logging

/// The embedded NATS server of `kvgraph serve`.
enum EmbeddedStore {
    /// Starts it where no other server is configured; on loopback whatever the gateway listens on.
    ///
    /// A store folder says afterwards where the server is and what is served from it.
    static func start(_ configuration: Configuration, logger: Logger) async throws(StartupError) -> EmbeddedServer? {
        let settings = configuration.nats
        guard settings.urls.isEmpty else { return nil }
        try checkIsEnabled(settings)
        let server = try await start(serverConfiguration(settings, port: settings.port, logger: logger))
        announce(server.url, settings.store, logger) {
            $0.prefix = settings.prefix
            $0.apis = configuration.apis
        }
        return server
    }

    static func checkIsEnabled(_ settings: NATSSettings) throws(StartupError) {
        guard settings.embeddedDisabled else { return }
        throw StartupError(
            .configuration,
            "no NATS server: found WG_DISABLE_EMBEDDED_NATS=true and no URL, "
                + "expected WG_NATS_URL (or nats.url), for example nats://127.0.0.1:4222"
        )
    }

    static func serverConfiguration(
        _ settings: NATSSettings,
        port: Int,
        logger: Logger
    ) -> EmbeddedServer.Configuration {
        var configuration = EmbeddedServer.Configuration()
        configuration.port = port
        configuration.logger = logger
        configuration.storage = storage(settings.store)
        return configuration
    }

    /// Says in the store folder where the server listens; what was last served stays unless `change` says otherwise.
    /// - Parameter url: `nil` for a server that others had better not begin to use, since it ends soon.
    static func announce(
        _ url: String?,
        _ store: NATSSettings.Store,
        _ logger: Logger,
        change: (inout StoreAnnouncement) -> Void = { _ in }
    ) {
        guard case .folder(let folder) = store else { return }
        var announcement = StoreAnnouncement.read(folder: folder) ?? StoreAnnouncement()
        announcement.url = url
        change(&announcement)
        do {
            try announcement.write(folder: folder)
        } catch {
            logger.warning("other commands cannot find this server: \(error)")
        }
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
            throw startupError(error)
        }
    }

    static func startupError(_ error: EmbeddedServerError) -> StartupError {
        let isConfiguration = [.storeLocked, .invalidConfiguration, .storeNotAccessible].contains(error.code)
        return StartupError(isConfiguration ? .configuration : .failure, "the embedded NATS server: \(error)")
    }
}
