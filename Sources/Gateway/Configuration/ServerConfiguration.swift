/// The `server` section: where the gateway listens and what it refuses.
package struct ServerConfiguration: Sendable, Equatable {
    /// A name or address; loopback by default, so that nothing is exposed unasked.
    package var host = "127.0.0.1"
    /// 0 takes a free port.
    package var port = 9991
    /// Bounds a whole request, from its last byte to the answer. 1 ms ... 1 h.
    package var requestTimeout = Duration.seconds(5)
    /// How long requests in flight may go on after SIGTERM. 0 ... 1 h.
    package var shutdownTimeout = Duration.seconds(5)
    /// The time between two comments in a stream of events. No key of the file: graphql-sse fixes it.
    package var eventKeepAlive = Duration.seconds(12)
    /// What becomes of a subscription whose client takes its events too slowly.
    package var subscriptionOverflow = SubscriptionOverflow.conflate
    /// From the first byte of a request's head to its last. 1 ms ... 1 h.
    package var headerTimeout = Duration.seconds(10)
    /// From the end of the head to the last byte of the body. 1 ms ... 1 h.
    package var bodyTimeout = Duration.seconds(30)
    /// How long a connection may wait for its next request. 1 ms ... 24 h.
    package var idleTimeout = Duration.seconds(75)
    package var limits = Limits()
    /// Whether `/` serves the console.
    package var console = true
    /// Whether `__schema` and `__type` answer, and whether the schema files are served.
    package var introspection = true
    /// Requests that one body may hold; 0 where it must be one.
    package var batchLimit = 0
    /// Origins of web pages that may read answers; `*` for all. Empty: none but the gateway's own.
    package var corsOrigins: [String] = []
    /// Whether bodies over 1 KiB are compressed for clients that take it.
    package var compression = true
    /// Absent: HTTP without encryption.
    package var tls: TLSSettings?

    package init() {}

    package struct Limits: Sendable, Equatable {
        /// Bytes of one request's body.
        package var body = 10 << 20
        /// Bytes of one request's head: request line and fields.
        package var header = 16 << 10
        /// Open client connections.
        package var connections = 8192
        /// Requests being answered at one time.
        package var inFlight = 4096
        /// Streams of one HTTP/2 connection at once.
        package var streams = 100
        /// Operations of one WebSocket at once.
        package var socketOperations = 1000
        /// Events kept for one slow subscriber before its `subscriptions.overflow` sets in.
        package var subscriptionBuffer = 1024

        package init() {}
    }
}

/// What happens once the events of a slow subscriber fill its buffer.
package enum SubscriptionOverflow: String, Sendable, CaseIterable {
    /// Only the newest state of each key is kept.
    case conflate
    /// The subscription ends with an error.
    case end
}
