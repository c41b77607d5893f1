import NATSKV

/// How the client reaches NATS, from what was configured.
enum StoreAccess {
    /// - Parameter urls: The servers; the embedded one's where none is configured.
    static func configuration(
        _ settings: NATSSettings,
        urls: [String]
    ) throws(StartupError) -> NATSConfiguration {
        var servers: [ServerAddress] = []
        for url in urls {
            do {
                servers.append(try ServerAddress(url: url))
            } catch {
                throw StartupError(
                    .configuration,
                    "the NATS URL \(Secret(url).urlForMessages): \(error.message); expected \(NATSURLList.expected)"
                )
            }
        }
        var configuration = NATSConfiguration(servers: servers, credentials: try credentials(settings.credentials))
        configuration.name = "kvgraph"
        return configuration
    }

    private static func credentials(_ settings: NATSSettings.Credentials) throws(StartupError) -> Credentials? {
        if let path = settings.file { return try credentials(inFile: path) }
        do {
            if let jwt = settings.jwt, let seed = settings.seed { return try .jwt(jwt.text, seed: seed.text) }
            if let seed = settings.seed { return try .nkey(seed: seed.text) }
        } catch {
            throw StartupError(.configuration, "KVGRAPH_NATS_JWT or KVGRAPH_NATS_SEED: \(error.message)")
        }
        return settings.token.map { .token($0.text) }
    }

    private static func credentials(inFile path: String) throws(StartupError) -> Credentials {
        let bytes: [UInt8]
        do {
            bytes = try FileContents.read(path, limit: 1 << 20, expected: "a readable .creds file")
        } catch {
            throw StartupError(.configuration, "KVGRAPH_NATS_CREDS: \(error)")
        }
        do {
            return try .parse(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw StartupError(.configuration, "KVGRAPH_NATS_CREDS: \(path): \(error.message)")
        }
    }
}
