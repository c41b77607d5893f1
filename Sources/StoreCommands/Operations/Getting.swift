import Gateway
import JSON
import NATSKV
import NIOCore

/// `kvgraph get`: entries by their keys.
package struct Getting: Sendable {
    package var keys: [String]
    /// That revision instead of the newest; for one key.
    package var revision: UInt64?
    /// Whether a missing key is a failure.
    package var failsWhenMissing = false
    /// Only the stored bytes, whether or not they fit the model.
    package var isRaw = false

    package init(keys: [String]) { self.keys = keys }

    package func run(_ session: StoreSession, _ output: CommandOutput) async throws(CommandError) {
        var found: [KeyValueEntry] = []
        var isMissing = false
        for text in keys {
            if let entry = try await entry(text, session) {
                found.append(entry)
            } else {
                isMissing = true
                output.note(await missing(text, session))
            }
        }
        try show(found, session.format, output)
        let invalid = isRaw ? [] : found.filter { if case .invalid = session.format.shown($0) { true } else { false } }
        for entry in invalid {
            guard case .invalid(let issues) = session.format.shown(entry) else { continue }
            let reason = EntryFormat.summary(issues)
            output.note(
                "\(ShownText.quoted(entry.key.rawValue)): VALUE_INVALID: the stored value does not fit the model: "
                    + "\(reason); --raw shows it"
            )
        }
        if !invalid.isEmpty || isMissing && failsWhenMissing { throw CommandError(.failure, "") }
    }

    private func entry(_ text: String, _ session: StoreSession) async throws(CommandError) -> KeyValueEntry? {
        do {
            let key = try KeyValueKey(text)
            if let revision { return try await session.bucket.get(key, revision: revision) }
            return try await session.bucket.get(key)
        } catch {
            throw CommandError(error, key: text)
        }
    }

    private func missing(_ key: String, _ session: StoreSession) async -> String {
        if let revision { return "\(ShownText.quoted(key)): found no revision \(revision) of this key" }
        return await "\(ShownText.quoted(key)): found no such key\(session.suggestion(for: key))"
    }

    private func show(
        _ entries: [KeyValueEntry],
        _ format: EntryFormat,
        _ output: CommandOutput
    ) throws(CommandError) {
        if isRaw {
            for entry in entries {
                try output.raw(Array(entry.value.readableBytesView))
                try output.raw([0x0A])
            }
            return
        }
        guard case .table(let width) = output.form else {
            for entry in entries { try output.line(format.json(entry)) }
            return
        }
        if entries.count == 1, let entry = entries.first { return try record(entry, format, output, width) }
        guard !entries.isEmpty else { return }
        try output.table(TextTable(header: EntryFormat.header, rows: entries.map(format.cells)), width: width)
    }

    /// One entry on a terminal: a line a field, the value whole.
    private func record(
        _ entry: KeyValueEntry,
        _ format: EntryFormat,
        _ output: CommandOutput,
        _ width: Int
    ) throws(CommandError) {
        let names = ["KEY", "REVISION", "CREATED"]
        let cells = [
            ShownText.safe(entry.key.rawValue), String(entry.revision), EntryFormat.time(entry.created),
        ]
        for (name, cell) in zip(names, cells) { try output.line(DisplayWidth.padded(name, 10) + cell) }
        var value = format.cell(format.shown(entry))
        if DisplayWidth.of(value) + 10 > width, case .text(let text) = format.shown(entry),
            let parsed = try? JSONValue(parsing: text)
        {
            value = String(decoding: parsed.bytes(layout: .pretty), as: UTF8.self)
        }
        let lines = value.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            try output.line(DisplayWidth.padded(index == 0 ? "VALUE" : "", 10) + ShownText.safe(String(line)))
        }
    }
}
