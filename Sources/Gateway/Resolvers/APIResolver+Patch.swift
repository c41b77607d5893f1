import GraphQLEngine
import JSON
import NATSKV
import NIOCore
import SchemaGen

extension APIResolver {
    /// How often a patch that met another write is tried again.
    private static let maximumRetries = 10

    /// Merges a patch into the value of a key (RFC 7386) and stores the result if nobody else wrote meanwhile.
    func patch(_ fetch: Fetch, _ run: GraphQLRun) throws(FieldError) {
        let key = try key(of: fetch)
        let revision = fetch.arguments["revision"]?.number?.int64
        if let revision, revision < 0 { throw FieldError("A revision is never negative.", code: .badUserInput) }
        let patch = Patch(
            key: key,
            changes: fetch.arguments["patch"] ?? .null,
            revision: revision.map { UInt64($0) },
            fetch: fetch,
            run: run
        )
        attempt(patch, retries: revision == nil ? Self.maximumRetries : 0)
    }

    /// One patch, as often as it must be tried.
    private struct Patch {
        var key: KeyValueKey
        var changes: JSONValue
        /// The only revision that may be patched; 0 stands for a key that was never written.
        var revision: UInt64?
        var fetch: Fetch
        var run: GraphQLRun
    }

    private func attempt(_ patch: Patch, retries: Int) {
        bucket.newest(patch.key, deadline: patch.run.deadline) { result in
            switch result {
            case .failure(let error): self.fail(patch, error)
            case .success(let entry): self.merge(patch, into: entry, retries: retries)
            }
        }
    }

    private func merge(_ patch: Patch, into entry: KeyValueEntry?, retries: Int) {
        let newest = entry?.revision ?? 0
        if let revision = patch.revision, revision != newest {
            let text = "the key is not at the revision that is to be patched"
            return fail(patch, NATSError(.revisionMismatch, text, currentRevision: newest))
        }
        let text: [UInt8]
        do throws(FieldError) {
            text = try values.stored(try target(entry).mergePatched(with: patch.changes))
        } catch {
            return patch.run.resume(patch.fetch.id, error: error)
        }
        let value = ByteBuffer(bytes: text)
        bucket.update(patch.key, value, expected: newest, deadline: patch.run.deadline) { result in
            guard case .failure(let error) = result, error.code == .revisionMismatch, retries > 0 else {
                return self.wrote(result, value, patch.fetch, patch.key, patch.run)
            }
            self.attempt(patch, retries: retries - 1)
        }
    }

    /// What the patch is merged into; a missing or deleted key counts as an empty object.
    private func target(_ entry: KeyValueEntry?) throws(FieldError) -> JSONValue {
        guard let entry, entry.operation == .put else { return .object(JSONObject()) }
        do {
            return try JSONValue(parsing: Array(entry.value.readableBytesView))
        } catch {
            throw FieldError("The stored value is no JSON and cannot be patched.", code: .valueInvalid)
        }
    }

    private func fail(_ patch: Patch, _ error: NATSError) {
        patch.run.resume(patch.fetch.id, error: fieldError(error, patch.key.rawValue, patch.run))
    }
}
