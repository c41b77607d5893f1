/// What a server says of itself in INFO. Fields that it leaves out have the protocol's defaults.
package struct ServerInfo: Sendable, Hashable {
    package var serverID = ""
    package var serverName = ""
    package var version = ""
    package var proto = 0
    package var host = ""
    package var port = 0
    package var supportsHeaders = false
    package var maximumPayload = 1_048_576
    package var hasJetStream = false
    package var clientID: UInt64 = 0
    package var clientIP = ""
    package var requiresAuthentication = false
    package var requiresTLS = false
    package var offersTLS = false
    /// To be signed by clients that authenticate with a key.
    package var nonce: String?
    /// Addresses of all servers of the cluster, `host:port`.
    package var connectURLs: [String] = []
    /// The server is about to stop; clients should move on.
    package var isLameDuck = false
    package var cluster: String?

    package init() {}
}
