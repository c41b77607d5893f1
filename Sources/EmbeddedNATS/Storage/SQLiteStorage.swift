import Foundation
import GRDB
import Logging
import NIOCore

/// Streams in one SQLite file. Belongs to the server's event loop; commits run on a thread of their own.
///
/// One commit is under way at a time. What is written meanwhile goes with the next one, so that a commit takes as many
/// writes as came during the one before it. The file is in WAL mode with `synchronous = NORMAL`: a commit is in the
/// operating system's hands when it is done, and survives the end of this process, but is not forced to the disk; with
/// `FULL` every commit would wait for the disk, which costs about a factor of ten and is more than a nats-server does by
/// default.
final class SQLiteStorage: LoopStorage {
    private static let fileName = "streams.sqlite"
    private static let selectStreams =
        "SELECT id, name, config, created, first, last, last_time FROM streams ORDER BY id"
    private static let largestBacklog = 64 << 20
    /// Seconds that SQLite waits for another connection; there is none that holds a lock for long.
    private static let longestWait: Double = 5
    private static let retryDelay = TimeAmount.seconds(1)

    private(set) var committed: UInt64 = 0
    private var nextStream: Int64 = 1
    private var batch = WriteBatch()
    private var batchBytes = 0
    private var touchedStores: [SQLiteStreamStore] = []
    private var committingStores: [SQLiteStreamStore] = []
    private var isCommitting = false
    private var isAnnounced = false
    private var committingBytes = 0
    private var writer: DatabaseQueue?
    private var reader: DatabaseQueue?
    private var folder: StoreFolder?
    private let logger: Logger
    private var finish: (() -> Void)?
    /// The last commit failed and is tried again.
    private(set) var isFailing = false

    /// Opens or creates the store in `path` and takes the folder.
    init(path: String, logger: Logger) throws(EmbeddedServerError) {
        self.logger = logger
        let folder = try StoreFolder(path)
        let file = path + "/" + Self.fileName
        let isThere = try SQLiteSchema.checkHead(file)
        do {
            let writer = try Self.open(file, isThere: isThere)
            self.writer = writer
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(Self.longestWait)
            configuration.label = "kvgraph.nats.reader"
            reader = try DatabaseQueue(path: file, configuration: configuration)
        } catch let error as EmbeddedServerError {
            throw error
        } catch {
            throw Self.translate(error, file)
        }
        self.folder = consume folder
    }

    private static func open(_ file: String, isThere: Bool) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "kvgraph.nats.writer"
        configuration.busyMode = .timeout(longestWait)
        if !isThere { try SQLiteSchema.createFile(file) }
        let writer = try DatabaseQueue(path: file, configuration: configuration)
        try writer.inDatabase { database in
            if try database.tableExists("streams") || !isEmpty(database) {
                try SQLiteSchema.check(database, path: file)
            } else {
                try database.inTransaction(.immediate) {
                    try SQLiteSchema.create(in: database)
                    return .commit
                }
            }
            guard try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") == "wal" else {
                throw EmbeddedServerError(
                    .storeNotAccessible,
                    subject: file,
                    message: "the file system does not allow SQLite's WAL mode; choose a local folder"
                )
            }
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY")
        }
        return writer
    }

    private static func isEmpty(_ database: Database) throws -> Bool {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
    }

    private static func translate(_ error: any Error, _ file: String) -> EmbeddedServerError {
        guard let error = error as? DatabaseError else {
            return EmbeddedServerError(.storeNotAccessible, subject: file, message: "\(error)", underlying: error)
        }
        let reason = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch error.resultCode.primaryResultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_FORMAT:
            return SQLiteSchema.damaged(file, "the database is damaged (\(reason)); it was left as it is", error)
        default:
            return EmbeddedServerError(.storeNotAccessible, subject: file, message: reason, underlying: error)
        }
    }

    // MARK: - Reading

    /// Every stream of the store. Their messages are read when they are asked for.
    func load() throws(EmbeddedServerError) -> [RestoredStream] {
        guard let reader else { return [] }
        do {
            let streams = try reader.unsafeRead { database in
                try Row.fetchAll(database, sql: Self.selectStreams).map { row in
                    try restore(row, database)
                }
            }
            nextStream = streams.compactMap { ($0.store as? SQLiteStreamStore)?.id }.max().map { $0 + 1 } ?? 1
            return streams
        } catch let error as Row.WrongType {
            throw SQLiteSchema.damaged(Self.fileName, "the table of streams is damaged: \(error)", error)
        } catch {
            throw Self.translate(error, Self.fileName)
        }
    }

    private func restore(_ row: Row, _ database: Database) throws -> RestoredStream {
        let id = try row.integer(0)
        let consumers = try Row.fetchAll(
            database,
            sql: "SELECT name, record FROM consumers WHERE stream = ?",
            arguments: [id]
        )
        let position = StreamPosition(
            first: UInt64(clamping: try row.integer(4)),
            last: UInt64(clamping: try row.integer(5)),
            lastTime: try row.integer(6)
        )
        return RestoredStream(
            store: SQLiteStreamStore(id: id, storage: self),
            name: try row.text(1),
            configuration: try row.text(2),
            created: try row.integer(3),
            position: position,
            consumers: try consumers.map { (try $0.text(0), try $0.text(1)) },
            forEachMessage: { [weak self] body in try self?.forEachMessage(of: id, body) }
        )
    }

    private func forEachMessage(of id: Int64, _ body: (MessageRecord) -> Void) throws {
        try reader?.unsafeRead { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT seq, time, subject, length(headers), length(payload), msg_id, expires FROM messages_\(id)
                    ORDER BY seq
                    """
            )
            while let row = try rows.next() {
                let messageID = try row.withUnsafeData(atIndex: 5) { $0.map { String(decoding: $0, as: UTF8.self) } }
                body(
                    MessageRecord(
                        sequence: UInt64(clamping: try row.integer(0)),
                        time: try row.integer(1),
                        subject: ExactString(try row.text(2)),
                        headerBytes: Int(clamping: try row.optionalInteger(3) ?? 0),
                        payloadBytes: Int(clamping: try row.optionalInteger(4) ?? 0),
                        messageID: messageID,
                        expires: try row.optionalInteger(6)
                    )
                )
            }
        }
    }

    /// A durable message.
    func read(_ sequence: UInt64, of id: Int64) throws(StoreError) -> StoredMessage? {
        guard let reader else { throw StoreError("the store is closed") }
        do {
            return try reader.unsafeRead { database in
                let statement = try database.cachedStatement(
                    sql: "SELECT time, subject, headers, payload FROM messages_\(id) WHERE seq = ?"
                )
                let rows = try Row.fetchCursor(statement, arguments: [Int64(clamping: sequence)])
                guard let row = try rows.next() else { return nil }
                return StoredMessage(
                    sequence: sequence,
                    time: try row.integer(0),
                    subject: ExactString(try row.text(1)),
                    headers: try row.withUnsafeData(atIndex: 2) { $0.map { ByteBuffer(bytes: $0) } },
                    payload: try row.withUnsafeData(atIndex: 3) { $0.map { ByteBuffer(bytes: $0) } } ?? ByteBuffer()
                )
            }
        } catch {
            logger.error("cannot read from the store", metadata: ["error": "\(error)"])
            throw StoreError("cannot read from the store", underlying: error)
        }
    }

    // MARK: - Writing

    var newest: UInt64 { committed + (isCommitting ? 1 : 0) + (hasWrites ? 1 : 0) }
    var hasWrites: Bool { isAnnounced || !touchedStores.isEmpty || !batch.operations.isEmpty }
    var isBehind: Bool { batchBytes + committingBytes > Self.largestBacklog }

    func announceWrite() { isAnnounced = true }

    func makeStream(name: String, configuration: String, created: Int64) -> any StreamStore {
        let id = nextStream
        nextStream += 1
        add(
            .createStream(id: id, name: name, configuration: configuration, created: created),
            bytes: configuration.utf8.count
        )
        return SQLiteStreamStore(id: id, storage: self)
    }

    func add(_ operation: WriteBatch.Operation, bytes: Int) {
        batch.operations.append(operation)
        batchBytes += bytes
    }

    func touched(_ store: SQLiteStreamStore) { touchedStores.append(store) }

    func commit(on loop: any EventLoop, _ done: @escaping () -> Void) {
        guard hasWrites, !isCommitting else { return }
        isCommitting = true
        isAnnounced = false
        for store in touchedStores {
            if let position = store.beginCommit() { add(.position(id: store.id, position), bytes: 0) }
        }
        committingStores = touchedStores
        touchedStores = []
        committingBytes = batchBytes
        batchBytes = 0
        let taken = batch
        batch = WriteBatch()
        let bound = NIOLoopBound((storage: self, done: done), eventLoop: loop)
        write(taken, bound)
    }

    private func write(_ batch: WriteBatch, _ bound: NIOLoopBound<(storage: SQLiteStorage, done: () -> Void)>) {
        writer?.asyncWriteWithoutTransaction { database in
            var failure: (any Error)?
            do {
                try database.inTransaction(.immediate) {
                    try batch.apply(to: database)
                    return .commit
                }
            } catch {
                failure = error
            }
            let reason = failure.map { "\($0)" }
            bound.eventLoop.execute {
                bound.value.storage.wrote(batch, bound, failure: reason)
            }
        }
    }

    private func wrote(
        _ batch: WriteBatch,
        _ bound: NIOLoopBound<(storage: SQLiteStorage, done: () -> Void)>,
        failure: String?
    ) {
        if let failure {
            logger.error("cannot write to the store; trying again", metadata: ["error": "\(failure)"])
            isFailing = true
            if let finish {
                self.finish = nil
                return close(then: finish)
            }
            bound.eventLoop.assumeIsolated().scheduleTask(in: Self.retryDelay) { [weak self] in
                self?.write(batch, bound)
            }
            return
        }
        isFailing = false
        isCommitting = false
        committed += 1
        committingBytes = 0
        let stores = committingStores
        committingStores = []
        let sequences = stores.map { $0.endCommit() }
        bound.value.done()
        for (store, sequences) in zip(stores, sequences) { store.forget(sequences) }
        if let finish {
            self.finish = nil
            self.finish(on: bound.eventLoop, finish)
        }
    }

    /// Commits what waits, then closes the file and gives the folder free.
    func finish(on loop: any EventLoop, _ done: @escaping () -> Void) {
        if isCommitting {
            finish = done
        } else if hasWrites {
            finish = done
            commit(on: loop) {}
        } else {
            close(then: done)
        }
    }

    private func close(then done: () -> Void) {
        try? reader?.close()
        try? writer?.close()
        reader = nil
        writer = nil
        folder = nil
        done()
    }
}
