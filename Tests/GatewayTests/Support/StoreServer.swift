import Testing

/// The NATS servers that the same tests run against.
enum StoreServer: Sendable, Hashable, CaseIterable, CustomTestStringConvertible {
    /// The one that the gateway starts itself.
    case embedded
    /// The machine's nats-server, or the one that the environment variable NATS_SERVER names.
    case process

    var testDescription: String {
        switch self {
        case .embedded: "embedded"
        case .process: "nats-server"
        }
    }
}
