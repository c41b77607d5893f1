/// The `nats` section and the variables that name a server: where the buckets live.
package struct NATSSettings: Sendable, Equatable {
    /// Server URLs (`nats://`, `tls://`); empty for the embedded server. A URL may hold a password.
    package var urls: [Secret] = []
    /// The embedded server's port; 0 takes a free one.
    package var port = 0
    package var store = Store.folder(".kvgraph/nats")
    /// Connections of the gateway; 0 for one an event loop.
    package var connections = 0
    /// Joined before every bucket's name.
    package var prefix: String?
    /// `WG_DISABLE_EMBEDDED_NATS`: never start the embedded server.
    package var embeddedDisabled = false
    package var credentials = Credentials()

    package init() {}

    /// Where the embedded server keeps its data.
    package enum Store: Sendable, Equatable {
        case folder(String)
        case memory
    }

    package struct Credentials: Sendable, Equatable {
        package var token: Secret?
        package var jwt: Secret?
        package var seed: Secret?
        /// The path of a `.creds` file.
        package var file: String?

        package init() {}
    }
}
