import Foundation
import GRDB
import NIOCore

/// Writes that become durable together.
struct WriteBatch: Sendable {
    enum Operation: Sendable {
        case createStream(id: Int64, name: String, configuration: String, created: Int64)
        case configure(id: Int64, configuration: String)
        case drop(id: Int64)
        case insert(id: Int64, StoredMessage, messageID: String?, expires: Int64?)
        case remove(id: Int64, UInt64)
        case removeThrough(id: Int64, UInt64)
        case position(id: Int64, StreamPosition)
        case consumer(id: Int64, name: String, record: String?)
    }

    var operations: [Operation] = []

    /// Applies everything within the caller's transaction.
    func apply(to database: Database) throws {
        for operation in operations { try Self.apply(operation, to: database) }
    }

    private static func apply(_ operation: Operation, to database: Database) throws {
        switch operation {
        case .createStream(let id, let name, let configuration, let created):
            try database.execute(
                sql: "INSERT INTO streams (id, name, config, created) VALUES (?, ?, ?, ?)",
                arguments: [id, name, configuration, created]
            )
            try database.execute(sql: SQLiteSchema.messagesTable(id))
        case .configure(let id, let configuration):
            try database.execute(
                sql: "UPDATE streams SET config = ? WHERE id = ?",
                arguments: [configuration, id]
            )
        case .drop(let id):
            try database.execute(sql: "DELETE FROM consumers WHERE stream = ?", arguments: [id])
            try database.execute(sql: "DELETE FROM streams WHERE id = ?", arguments: [id])
            try database.execute(sql: "DROP TABLE IF EXISTS messages_\(id)")
        case .insert(let id, let message, let messageID, let expires):
            try insert(message, id, messageID: messageID, expires: expires, into: database)
        case .remove(let id, let sequence):
            let statement = try database.cachedStatement(sql: "DELETE FROM messages_\(id) WHERE seq = ?")
            try statement.execute(arguments: [Int64(clamping: sequence)])
        case .removeThrough(let id, let sequence):
            try database.execute(
                sql: "DELETE FROM messages_\(id) WHERE seq <= ?",
                arguments: [Int64(clamping: sequence)]
            )
        case .position(let id, let position):
            let statement = try database.cachedStatement(
                sql: "UPDATE streams SET first = ?, last = ?, last_time = ? WHERE id = ?"
            )
            try statement.execute(arguments: [
                Int64(clamping: position.first), Int64(clamping: position.last), position.lastTime, id,
            ])
        case .consumer(let id, let name, let record):
            if let record {
                let statement = try database.cachedStatement(
                    sql: "INSERT OR REPLACE INTO consumers (stream, name, record) VALUES (?, ?, ?)"
                )
                try statement.execute(arguments: [id, name, record])
            } else {
                try database.execute(
                    sql: "DELETE FROM consumers WHERE stream = ? AND name = ?",
                    arguments: [id, name]
                )
            }
        }
    }

    private static func insert(
        _ message: StoredMessage,
        _ id: Int64,
        messageID: String?,
        expires: Int64?,
        into database: Database
    ) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO messages_\(id) (seq, time, expires, msg_id, subject, headers, payload)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        )
        let headers = message.headers.map { Data($0.readableBytesView) }
        let payload = message.payload.readableBytes > 0 ? Data(message.payload.readableBytesView) : nil
        try statement.execute(arguments: [
            Int64(clamping: message.sequence), message.time, expires, messageID.map { Data($0.utf8) },
            message.subject.text, headers, payload,
        ])
    }
}
