import GRDB

/// The tables of a store, and the marks that tell a store from other databases.
enum SQLiteSchema {
    /// "kvgr"; SQLite's application id.
    static let applicationID: Int32 = 0x6B76_6772
    /// The format that this version reads and writes.
    static let version: Int32 = 1

    static let streams = """
        CREATE TABLE streams (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, config TEXT NOT NULL, created INTEGER NOT NULL,
            first INTEGER NOT NULL DEFAULT 1, last INTEGER NOT NULL DEFAULT 0, last_time INTEGER NOT NULL DEFAULT 0
        )
        """
    static let consumers = """
        CREATE TABLE consumers (
            stream INTEGER NOT NULL, name TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (stream, name)
        ) WITHOUT ROWID
        """

    /// A table of its own for each stream, so that a stream goes at once. The values come last: reading the other
    /// columns of a row with a long value does not touch the pages of the value.
    static func messagesTable(_ id: Int64) -> String {
        """
        CREATE TABLE messages_\(id) (
            seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, expires INTEGER, msg_id BLOB, subject TEXT NOT NULL,
            headers BLOB, payload BLOB
        )
        """
    }

    static func create(in database: Database) throws {
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
        try database.execute(sql: "PRAGMA user_version = \(version)")
        try database.execute(sql: streams)
        try database.execute(sql: consumers)
    }

    /// Makes a new store under another name and gives it its own once it is whole and on the disk, so that a start that is
    /// cut off leaves nothing half done. That takes two waits for the disk; SQLite's own way takes eight.
    static func createFile(_ path: String) throws {
        let new = path + ".new"
        for suffix in ["", "-wal", "-shm"] { StoreFolder.remove(new + suffix) }
        let queue = try DatabaseQueue(path: new)
        try queue.inDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
            try database.inTransaction(.immediate) {
                try create(in: database)
                return .commit
            }
            try database.execute(sql: "PRAGMA journal_mode = WAL")
        }
        try queue.close()
        // What belonged to a file that is gone must not be taken for this one's.
        for suffix in ["-wal", "-shm", "-journal"] { StoreFolder.remove(path + suffix) }
        try StoreFolder.publish(new, as: path)
    }

    /// Looks at the start of a file that is there already, before SQLite may touch it.
    static func checkHead(_ path: String) throws(EmbeddedServerError) -> Bool {
        guard let head = try StoreFolder.head(of: path, count: 100), !head.isEmpty else { return false }
        // A journal beside it means that a transaction was cut off; SQLite restores the file first.
        if StoreFolder.exists(path + "-journal") { return true }
        guard head.count == 100, head.prefix(16).elementsEqual(Array("SQLite format 3\0".utf8)) else {
            throw damaged(path, "found a file that is no SQLite database, expected a store of this server")
        }
        let found = head[68..<72].reduce(Int32(0)) { $0 << 8 | Int32($1) }
        guard found == applicationID else { throw damaged(path, foreign(found)) }
        return true
    }

    /// Checks an opened database before anything is written to it.
    static func check(_ database: Database, path: String) throws {
        let found = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        guard found == applicationID else { throw damaged(path, foreign(found)) }
        let format = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard format <= version else {
            throw EmbeddedServerError(
                .storeTooNew,
                subject: path,
                message: "found format \(format), expected at most \(version); a newer version wrote this store"
            )
        }
        guard format == version else { throw damaged(path, "found format \(format), expected \(version)") }
    }

    private static func foreign(_ found: Int32) -> String {
        "found a database of another program (application id \(found)), expected a store of this server"
    }

    static func damaged(_ path: String, _ message: String, _ error: (any Error)? = nil) -> EmbeddedServerError {
        EmbeddedServerError(.storeDamaged, subject: path, message: message, underlying: error)
    }
}
