import JSON
import NATSKV

/// `kvgraph delete` and `purge`: a marker for each key; a purge removes the older revisions too.
package struct Removing: Sendable {
    package var keys: [String]
    package var purges: Bool
    /// Only if this is the newest revision; for one key.
    package var revision: UInt64?
    /// Whether a key without a value is a failure; nothing is written for it then.
    package var failsWhenMissing = false

    package init(keys: [String], purges: Bool) {
        self.keys = keys
        self.purges = purges
    }

    package func run(_ session: StoreSession, _ output: CommandOutput) async throws(CommandError) {
        // All are checked before the first is removed.
        for text in keys { _ = try key(text) }
        var isMissing = false
        for text in keys {
            guard try await remove(text, session, output) else {
                isMissing = true
                output.note(await "\(ShownText.quoted(text)): found no such key\(session.suggestion(for: text))")
                continue
            }
        }
        if isMissing { throw CommandError(.failure, "") }
    }

    private func key(_ text: String) throws(CommandError) -> KeyValueKey {
        do {
            return try KeyValueKey(text)
        } catch {
            throw CommandError(error, key: text)
        }
    }

    /// False where the key has no value and has to have one.
    private func remove(
        _ text: String,
        _ session: StoreSession,
        _ output: CommandOutput
    ) async throws(CommandError) -> Bool {
        let key = try key(text)
        let acknowledgement: WriteAcknowledgement
        do {
            if failsWhenMissing, try await session.bucket.get(key) == nil { return false }
            acknowledgement =
                purges
                ? try await session.bucket.purge(key, ifRevision: revision)
                : try await session.bucket.delete(key, ifRevision: revision)
        } catch {
            throw CommandError(error, key: text)
        }
        if output.form == .lines {
            let line: JSONValue = [
                "key": .string(text), "revision": .number(JSONNumber(acknowledgement.revision)),
                "operation": purges ? "PURGE" : "DELETE",
            ]
            try output.line(line.bytes())
        } else {
            let verb = purges ? "purged" : "deleted"
            try output.line("\(ShownText.safe(text)) \(verb) (revision \(acknowledgement.revision))")
        }
        return true
    }
}
