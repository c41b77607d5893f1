/// Why the store did not do what was asked.
struct StoreError: Error, CustomStringConvertible {
    let description: String
    let underlying: (any Error)?

    init(_ description: String, underlying: (any Error)? = nil) {
        self.description = description
        self.underlying = underlying
    }
}

/// Keeps one stream's messages and state. Belongs to the server's event loop.
///
/// Writes take effect for readers at once. They are durable when `hasUncommitted` is `false` again; nothing that depends
/// on them may be said to anybody before.
protocol StreamStore: AnyObject {
    /// Whether there are writes that are not durable yet.
    var hasUncommitted: Bool { get }
    /// The lowest sequence number of a message that is not durable yet.
    var firstUncommitted: UInt64? { get }

    func insert(_ message: StoredMessage, messageID: String?, expires: Int64?)
    func message(_ sequence: UInt64) throws(StoreError) -> StoredMessage?
    func remove(_ sequence: UInt64)
    /// Removes every message up to `sequence`.
    func removeAll(through sequence: UInt64)
    func save(_ position: StreamPosition)
    /// `configuration` is JSON text.
    func save(configuration: String)
    /// `record` is JSON text; `nil` removes the consumer.
    func save(consumer: String, record: String?)
    /// Removes the stream and everything in it.
    func drop()
}

/// Where a stream stands, whether or not it still has messages.
struct StreamPosition: Sendable, Equatable {
    var first: UInt64 = 1
    var last: UInt64 = 0
    /// When the last message was stored, in nanoseconds since 1970; 0 for never.
    var lastTime: Int64 = 0
}

/// What a store knows of one message without its value.
struct MessageRecord: Sendable {
    var sequence: UInt64
    var time: Int64
    var subject: ExactString
    var headerBytes: Int
    var payloadBytes: Int
    var messageID: String?
    var expires: Int64?
}

/// A stream as a store gives it back at start.
struct RestoredStream {
    var store: any StreamStore
    var name: String
    /// JSON text.
    var configuration: String
    var created: Int64
    var position: StreamPosition
    /// JSON texts by consumer name.
    var consumers: [(name: String, record: String)]
    /// Lends the messages one by one, in sequence order.
    var forEachMessage: ((MessageRecord) -> Void) throws -> Void
}

/// Makes the stores of streams.
protocol Storage: AnyObject {
    /// Which commit the newest write goes with. Once `committed` has reached it, it is durable.
    var newest: UInt64 { get }
    var committed: UInt64 { get }
    /// Whether the disk cannot be written to at the moment.
    var isFailing: Bool { get }
    /// Something will be written before the next commit is started.
    func announceWrite()
    func makeStream(name: String, configuration: String, created: Int64) -> any StreamStore
}
