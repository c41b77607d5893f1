import NATSKV

/// `kvgraph history`: the revisions of one key that the bucket holds, oldest first, markers included.
package struct HistoryListing: Sendable {
    package var key: String
    /// Only the newest so many.
    package var last: Int?
    package var failsWhenMissing = false

    package init(key: String) { self.key = key }

    package func run(_ session: StoreSession, _ output: CommandOutput) async throws(CommandError) {
        let entries: [KeyValueEntry]
        do {
            entries = try await session.bucket.history(KeyValueKey(key))
        } catch {
            throw CommandError(error, key: key)
        }
        guard !entries.isEmpty else {
            output.note(await "\(ShownText.quoted(key)): found no such key\(session.suggestion(for: key))")
            if failsWhenMissing { throw CommandError(.failure, "") }
            return
        }
        let wanted = entries.suffix(last ?? .max)
        guard case .table(let width) = output.form else {
            for entry in wanted { try output.line(session.format.json(entry)) }
            return
        }
        // The key is the same in every row.
        let rows = wanted.map { Array(session.format.cells($0).dropFirst()) }
        try output.table(TextTable(header: Array(EntryFormat.header.dropFirst()), rows: rows), width: width)
    }
}
