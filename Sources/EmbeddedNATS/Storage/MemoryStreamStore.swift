import NIOCore

/// Keeps a stream's messages in memory. Everything counts as durable at once.
final class MemoryStreamStore: StreamStore {
    private var messages: [UInt64: StoredMessage] = [:]

    var hasUncommitted: Bool { false }
    var firstUncommitted: UInt64? { nil }

    func insert(_ message: StoredMessage, messageID: String?, expires: Int64?) {
        // Header block and payload are slices of what came over the network; kept, they would keep all of that.
        var copy = message
        copy.headers = message.headers.map { ByteBuffer(bytes: $0.readableBytesView) }
        copy.payload = ByteBuffer(bytes: message.payload.readableBytesView)
        messages[message.sequence] = copy
    }

    func message(_ sequence: UInt64) throws(StoreError) -> StoredMessage? { messages[sequence] }

    func remove(_ sequence: UInt64) { messages[sequence] = nil }

    func removeAll(through sequence: UInt64) {
        messages = messages.filter { $0.key > sequence }
    }

    func save(_ position: StreamPosition) {}
    func save(configuration: String) {}
    func save(consumer: String, record: String?) {}
    func drop() { messages = [:] }
}

/// Streams that live no longer than the server.
final class MemoryStorage: Storage {
    var newest: UInt64 { 0 }
    var committed: UInt64 { 0 }
    var isFailing: Bool { false }
    func announceWrite() {}

    func makeStream(name: String, configuration: String, created: Int64) -> any StreamStore { MemoryStreamStore() }
}
