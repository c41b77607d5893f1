#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The variables that the process was started with.
package enum Environment {
    private static let names = [
        "WG_NATS_URL", "WG_NATS_AUTH", "WG_NATS_PREFIX", "WG_DISABLE_EMBEDDED_NATS", "KVGRAPH_NATS_JWT",
        "KVGRAPH_NATS_SEED", "KVGRAPH_NATS_CREDS", "KVGRAPH_LOG_LEVEL", "KVGRAPH_LOG_FORMAT",
    ]

    /// Those that the configuration knows.
    package static var variables: [String: String] {
        var found: [String: String] = [:]
        for name in names {
            if let text = getenv(name) { found[name] = String(cString: text) }
        }
        return found
    }
}
