public import Logging
public import NIOCore

extension EmbeddedServer {
    /// The settings of an embedded server.
    public struct Configuration: Sendable {
        /// Where streams are kept.
        public enum Storage: Sendable, Hashable {
            /// In this process only; gone after `shutdown()`.
            case memory
            /// In one SQLite file in this folder, which is created when it is not there.
            case directory(String)
        }

        /// The address to listen on. Default: 127.0.0.1.
        public var host = "127.0.0.1"
        /// The TCP port to listen on; 0 takes a free one.
        public var port = 0
        public var storage: Storage = .memory
        /// The token that clients must send. `nil`: none.
        public var token: String?
        /// The user name that clients must send, together with `password`. `nil`: none.
        public var user: String?
        public var password: String?
        /// The largest message, headers included, in bytes. At most 64 MiB.
        public var maxPayload = 1_048_576
        /// The longest protocol line in bytes.
        public var maxControlLine = 4096
        /// The most clients at a time.
        public var maxConnections = 65_536
        /// Bytes that may wait for one slow client before it is disconnected.
        public var maxPendingBytes = 67_108_864
        /// The time between the server's pings of a silent client; after two without an answer it is disconnected.
        public var pingInterval: Duration = .seconds(120)
        /// Where the server's log goes. Default: nowhere.
        public var logger = Logger(label: "EmbeddedNATS", factory: { _ in SwiftLogNoOpLogHandler() })
        /// The event loop that runs the whole server. `nil`: a thread of its own, ended by `shutdown()`.
        public var eventLoop: (any EventLoop)?

        public init() {}
    }
}
