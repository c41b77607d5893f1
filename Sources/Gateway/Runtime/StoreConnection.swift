import EmbeddedNATS
package import Logging
package import NATSKV

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One connection of a shell command to the configured store, without a gateway.
///
/// A store folder that nobody holds is served by an embedded server of its own for as long as the command runs; one
/// that another process holds is reached through that process's server.
package struct StoreConnection: Sendable {
    package let client: NATSClient
    /// For messages: the servers without passwords, or the folder.
    package let place: String
    private let embedded: EmbeddedServer?

    /// How long a server that is announced may take to answer.
    private static let patience = Duration.seconds(5)
    /// How long commands that have the folder, one after another, may take.
    private static let longPatience = Duration.seconds(30)

    /// - Parameter isLasting: Whether the command may take long, so that others are to share its server meanwhile.
    /// - Throws: One message; nothing is left running.
    package static func open(
        _ configuration: Configuration,
        timeout: Duration,
        isLasting: Bool = false,
        logger: Logger
    ) async throws(StartupError) -> StoreConnection {
        let settings = configuration.nats
        guard settings.urls.isEmpty else {
            let shown = settings.urls.map(\.urlForMessages).joined(separator: ", ")
            let nats = try StoreAccess.configuration(settings, urls: settings.urls.map(\.text))
            return StoreConnection(
                client: try await connect(nats, shown, timeout, logger),
                place: shown,
                embedded: nil
            )
        }
        try EmbeddedStore.checkIsEnabled(settings)
        guard case .folder(let folder) = settings.store else {
            throw StartupError(
                .configuration,
                "found a store in memory, which ends with the process that has it; expected a store folder or WG_NATS_URL"
            )
        }
        return try await open(folder: folder, settings, timeout, isLasting, logger)
    }

    /// Whether there is anything in the store folder; true where a server is configured.
    package static func exists(_ configuration: Configuration) -> Bool {
        guard configuration.nats.urls.isEmpty, case .folder(let folder) = configuration.nats.store else { return true }
        return access(folder + "/lock", F_OK) == 0
    }

    /// The APIs of the gateway that served the configured folder last, and its prefix of bucket names.
    package static func lastServed(_ configuration: Configuration) -> (apis: [APIConfiguration], prefix: String?)? {
        guard configuration.nats.urls.isEmpty, case .folder(let folder) = configuration.nats.store,
            let announcement = StoreAnnouncement.read(folder: folder)
        else { return nil }
        return (announcement.apis, announcement.prefix)
    }

    /// The settings that the bucket of `api` is to have.
    package static func bucket(
        of api: APIConfiguration,
        _ configuration: Configuration
    ) throws(StartupError) -> BucketConfiguration {
        try BucketConfiguration(of: api, prefix: configuration.nats.prefix)
    }

    /// Finishes what is under way, closes, and gives the folder free.
    package func close() async {
        await client.drain(timeout: .seconds(2))
        await client.close()
        await embedded?.shutdown()
    }

    private static func open(
        folder: String,
        _ settings: NATSSettings,
        _ timeout: Duration,
        _ isLasting: Bool,
        _ logger: Logger
    ) async throws(StartupError) -> StoreConnection {
        let began = ContinuousClock.now
        while true {
            if let server = try await start(settings, isLasting, logger) {
                do {
                    let client = try await connect(.local(server.url), "the embedded server", timeout, logger)
                    return StoreConnection(client: client, place: folder, embedded: server)
                } catch {
                    await server.shutdown()
                    throw error
                }
            }
            // The holder may be about to announce itself or to go.
            let announced = StoreAnnouncement.read(folder: folder)?.url
            if let url = announced,
                let nats = try? NATSConfiguration.local(url),
                let client = try? await connect(nats, url, .milliseconds(500), logger)
            {
                return StoreConnection(client: client, place: "\(url), which serves \(folder)", embedded: nil)
            }
            guard ContinuousClock.now < began + (announced == nil ? longPatience : patience) else { throw held(folder) }
            try? await Task.sleep(for: .milliseconds(Int.random(in: 20...60)))
        }
    }

    /// `nil` where another process holds the folder.
    private static func start(_ settings: NATSSettings, _ isLasting: Bool, _ logger: Logger) async throws(StartupError)
        -> EmbeddedServer?
    {
        do {
            let configuration = EmbeddedStore.serverConfiguration(settings, port: 0, logger: logger)
            let server = try await EmbeddedServer.start(configuration)
            EmbeddedStore.announce(isLasting ? server.url : nil, settings.store, logger)
            return server
        } catch {
            if error.code == .storeLocked { return nil }
            throw EmbeddedStore.startupError(error)
        }
    }

    private static func held(_ folder: String) -> StartupError {
        StartupError(
            .failure,
            "\(folder): found a store folder that another process holds and whose server does not answer, "
                + "expected a running kvgraph (set WG_NATS_URL to the NATS address that it printed) or a free folder"
        )
    }

    private static func connect(
        _ nats: NATSConfiguration,
        _ shown: String,
        _ timeout: Duration,
        _ logger: Logger
    ) async throws(StartupError) -> NATSClient {
        do {
            return try await NATSClient.connect(nats, timeout: timeout, logger: logger)
        } catch {
            let hint = error.code == .authorization ? "; expected credentials it takes (WG_NATS_AUTH for a token)" : ""
            throw StartupError(.failure, "NATS at \(shown): \(error.message)\(hint)")
        }
    }
}

extension NATSConfiguration {
    /// The embedded server of this machine, which asks for no credentials.
    fileprivate static func local(_ url: String) throws(StartupError) -> NATSConfiguration {
        try StoreAccess.configuration(NATSSettings(), urls: [url])
    }
}
