import Gateway
import JSON
import NATSKV

/// `kvgraph keys`: the live keys that filters take in; values are not sent over the network.
package struct KeyListing: Sendable {
    /// Keys or wildcards; empty for all keys.
    package var filters: [String]

    package init(filters: [String]) { self.filters = filters }

    package func run(_ session: StoreSession, _ output: CommandOutput) async throws(CommandError) {
        var options = WatchOptions()
        options.metaOnly = true
        options.ignoreDeletes = true
        let filters = try KeyFilters.parse(filters)
        guard case .table(let width) = output.form else {
            // A line as it comes: a bucket of millions of keys takes no memory.
            return try await session.collect(filters, options) { entry throws(CommandError) in
                let line: JSONValue = [
                    "key": .string(entry.key.rawValue), "revision": .number(JSONNumber(entry.revision)),
                    "createdAt": .string(entry.created.rfc3339),
                ]
                try output.line(line.bytes())
            }
        }
        var found: [KeyValueEntry] = []
        try await session.collect(filters, options) { found.append($0) }
        guard !found.isEmpty else { return output.note("no keys") }
        found.sort { $0.key.rawValue < $1.key.rawValue }
        let rows = found.map {
            [EntryFormat.time($0.created), String($0.revision), ShownText.safe($0.key.rawValue)]
        }
        try output.table(TextTable(header: ["CREATED", "REVISION", "KEY"], rows: rows), width: width)
    }
}

/// Keys and wildcards of a command line.
enum KeyFilters {
    static func parse(_ texts: [String]) throws(CommandError) -> [KeyFilter] {
        var filters: [KeyFilter] = []
        for text in texts {
            do {
                filters.append(try KeyFilter(text))
            } catch {
                throw CommandError(.failure, "\(ShownText.quoted(text)): \(error.message)")
            }
        }
        return filters.isEmpty ? [.all] : filters
    }
}
