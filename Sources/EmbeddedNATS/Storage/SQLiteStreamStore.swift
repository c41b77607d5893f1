import NIOCore

/// One stream of a SQLite store. Messages that are not durable yet are kept in memory too.
final class SQLiteStreamStore: StreamStore {
    let id: Int64
    private let storage: SQLiteStorage
    private var recent: [UInt64: StoredMessage] = [:]
    /// Numbers of messages that no commit has taken yet, and of those in the commit under way.
    private var written: [UInt64] = []
    private var committing: [UInt64] = []
    private var hasWritten = false
    private var isCommitting = false
    private var position: StreamPosition?

    init(id: Int64, storage: SQLiteStorage) {
        self.id = id
        self.storage = storage
    }

    var hasUncommitted: Bool { hasWritten || isCommitting }
    var firstUncommitted: UInt64? { committing.first ?? written.first }

    func insert(_ message: StoredMessage, messageID: String?, expires: Int64?) {
        recent[message.sequence] = message
        written.append(message.sequence)
        add(
            .insert(id: id, message, messageID: messageID, expires: expires),
            bytes: message.payload.readableBytes + (message.headers?.readableBytes ?? 0) + 128
        )
    }

    func message(_ sequence: UInt64) throws(StoreError) -> StoredMessage? {
        if let message = recent[sequence] { return message }
        return try storage.read(sequence, of: id)
    }

    func remove(_ sequence: UInt64) {
        recent[sequence] = nil
        add(.remove(id: id, sequence), bytes: 32)
    }

    func removeAll(through sequence: UInt64) {
        recent = recent.filter { $0.key > sequence }
        add(.removeThrough(id: id, sequence), bytes: 32)
    }

    func save(_ position: StreamPosition) {
        self.position = position
        touch()
    }

    func save(configuration: String) {
        add(.configure(id: id, configuration: configuration), bytes: configuration.utf8.count)
    }

    func save(consumer: String, record: String?) {
        add(.consumer(id: id, name: consumer, record: record), bytes: record?.utf8.count ?? 32)
    }

    func drop() {
        position = nil
        recent = [:]
        add(.drop(id: id), bytes: 32)
    }

    private func add(_ operation: WriteBatch.Operation, bytes: Int) {
        touch()
        storage.add(operation, bytes: bytes)
    }

    private func touch() {
        guard !hasWritten else { return }
        hasWritten = true
        storage.touched(self)
    }

    // MARK: - Commits

    /// A commit takes all writes so far. Returns where the stream stands, if that changed.
    func beginCommit() -> StreamPosition? {
        swap(&committing, &written)
        isCommitting = true
        hasWritten = false
        defer { position = nil }
        return position
    }

    /// The commit is done. Its messages stay in memory until `forget`, because consumers read them next.
    func endCommit() -> [UInt64] {
        isCommitting = false
        defer { committing = [] }
        return committing
    }

    func forget(_ sequences: [UInt64]) {
        for sequence in sequences { recent[sequence] = nil }
    }
}
