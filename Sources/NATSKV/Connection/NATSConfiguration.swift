public import NIOCore

/// How to reach NATS and how to stay connected.
public struct NATSConfiguration: Sendable {
    /// The servers to try, in this order at first. Servers that announce others are believed.
    public var servers: [ServerAddress]
    /// Wins over what the servers' URLs hold.
    public var credentials: Credentials?
    /// How to encrypt where the server requires TLS or a URL asks for it; `nil`: with the system's authorities.
    public var tls: TLSOptions?
    /// The name that the server shows for this connection.
    public var name = "kvgraph"
    /// How long one server may take from the first packet to the first PONG.
    public var connectTimeout: TimeAmount = .seconds(2)
    /// The first wait between two rounds over all servers; doubled every round. The first attempt after a loss waits at
    /// most 50 ms. Up to a half is added or taken at random.
    public var reconnectWait: TimeAmount = .milliseconds(100)
    public var maximumReconnectWait: TimeAmount = .seconds(1)
    /// The time between pings on an idle or busy connection alike.
    public var pingInterval: TimeAmount = .seconds(20)
    /// Pings that may stay unanswered before the connection is given up.
    public var maximumUnansweredPings = 2
    /// Requests that may be under way at a time, sent or waiting for a connection; at most 65,536.
    public var maximumRequests = 16_384
    /// Bytes of headers and payloads that may wait for a connection, and bytes that may wait for the socket.
    public var maximumPendingBytes = 8 * 1024 * 1024
    /// What every inbox begins with; permissions may call for another one.
    public var inboxPrefix = "_INBOX"

    public init(servers: [ServerAddress], credentials: Credentials? = nil) {
        self.servers = servers
        self.credentials = credentials
    }
}

/// Whether a connection can be used.
public enum NATSConnectionState: Sendable, Hashable {
    /// Not there yet, or lost; `reason` says what the last attempt failed of (no address and no secret in it).
    case connecting(reason: String?)
    case ready
    /// Finishing what is under way before closing.
    case draining
    /// Closed for good: by its owner, or because the credentials were refused before it was ever ready.
    case closed(reason: String?)

    public var isReady: Bool { self == .ready }
}
