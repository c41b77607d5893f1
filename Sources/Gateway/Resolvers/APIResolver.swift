import GraphQLEngine
import JSON
import Logging
import NATSKV
import NIOCore
import SchemaGen

/// The operations of one API on its bucket. Confined to its event loop.
final class APIResolver {
    let bucket: LoopKeyValueBucket
    private let api: GeneratedAPI
    let values: ModelValues
    private let logger: Logger

    init(_ api: GeneratedAPI, values: ModelValues, bucket: LoopKeyValueBucket, logger: Logger) {
        self.api = api
        self.values = values
        self.bucket = bucket
        self.logger = logger
    }

    func start(_ operation: KeyValueOperation, _ fetch: Fetch, for run: GraphQLRun) {
        do throws(FieldError) {
            switch operation {
            case .get: try get(fetch, run)
            case .getRevision: try getRevision(fetch, run)
            case .keys: try keys(fetch, run)
            case .history: try history(fetch, run)
            case .entryHistory: try entryHistory(fetch, run)
            case .getMany: try getMany(fetch, run)
            case .entries: try entries(fetch, run)
            case .status: status(fetch, run)
            case .patch: try patch(fetch, run)
            case .put, .create, .update: try write(operation, fetch, run)
            case .delete, .purge: try remove(operation, fetch, run)
            case .watch, .watchAll:
                throw FieldError("A subscription cannot be queried.", code: .internalServerError)
            }
        } catch {
            run.resume(fetch.id, error: error)
        }
    }

    // MARK: Reading

    private func get(_ fetch: Fetch, _ run: GraphQLRun) throws(FieldError) {
        let key = try key(of: fetch)
        let id = fetch.id
        bucket.get(key, deadline: run.deadline) { self.answer($0, id, key, run) }
    }

    private func getRevision(_ fetch: Fetch, _ run: GraphQLRun) throws(FieldError) {
        let key = try key(of: fetch)
        let asked = fetch.arguments["revision"]?.number?.int64 ?? 0
        // No message has such a revision.
        guard asked > 0 else { return run.resume(fetch.id) { $0.null() } }
        let id = fetch.id
        bucket.getRevision(key, revision: UInt64(asked), deadline: run.deadline) { self.answer($0, id, key, run) }
    }

    private func answer(
        _ result: Result<KeyValueEntry?, NATSError>,
        _ id: FetchID,
        _ key: KeyValueKey,
        _ run: GraphQLRun
    ) {
        switch result {
        case .success(let entry?): run.resume(id, record: record(entry))
        case .success(nil): run.resume(id) { $0.null() }
        case .failure(let error): run.resume(id, error: fieldError(error, key.rawValue, run))
        }
    }

    /// What the schema shows of an entry. Its value is checked against the model when it is shown.
    /// - Parameter isMeta: The value was not read.
    func record(_ entry: KeyValueEntry, _ isMeta: Bool = false) -> EntryRecord {
        let hasValue = entry.operation == .put && !isMeta
        return EntryRecord(
            key: entry.key.rawValue,
            value: hasValue ? entry.value : nil,
            revision: entry.revision,
            created: entry.created,
            operation: entry.operation,
            delta: entry.delta,
            model: hasValue ? values : nil
        )
    }

    // MARK: Writing

    private func write(_ operation: KeyValueOperation, _ fetch: Fetch, _ run: GraphQLRun) throws(FieldError) {
        let key = try key(of: fetch)
        let text = try values.stored(fetch.arguments["value"])
        let value = ByteBuffer(bytes: text)
        let completion = { (result: Result<WriteAcknowledgement, NATSError>) in
            self.wrote(result, value, fetch, key, run)
        }
        switch operation {
        case .create: bucket.create(key, value, deadline: run.deadline, completion: completion)
        case .update:
            let revision = fetch.arguments["revision"]?.number?.int64 ?? 0
            guard revision >= 0 else { throw FieldError("A revision is never negative.", code: .badUserInput) }
            bucket.update(key, value, expected: UInt64(revision), deadline: run.deadline, completion: completion)
        default: bucket.put(key, value, deadline: run.deadline, completion: completion)
        }
    }

    func wrote(
        _ result: Result<WriteAcknowledgement, NATSError>,
        _ value: ByteBuffer,
        _ fetch: Fetch,
        _ key: KeyValueKey,
        _ run: GraphQLRun
    ) {
        switch result {
        case .failure(let error): run.resume(fetch.id, error: fieldError(error, key.rawValue, run))
        case .success(let acknowledgement):
            var record = EntryRecord(
                key: key.rawValue,
                value: value,
                revision: acknowledgement.revision,
                operation: .put,
                delta: 0
            )
            let selection = fetch.selection
            guard selection.contains("created") || selection.contains("createdAt") || selection.contains("delta") else {
                return run.resume(fetch.id, record: record)
            }
            // The acknowledgement has no time of its own; where the entry is gone already, the clock here serves.
            bucket.getRevision(key, revision: record.revision, deadline: run.deadline) { result in
                if case .success(let stored?) = result {
                    record.created = stored.created
                    record.delta = stored.delta
                } else {
                    record.created = Timestamp.now
                }
                run.resume(fetch.id, record: record)
            }
        }
    }

    private func remove(_ operation: KeyValueOperation, _ fetch: Fetch, _ run: GraphQLRun) throws(FieldError) {
        let key = try key(of: fetch)
        let completion = { (result: Result<WriteAcknowledgement, NATSError>) in
            switch result {
            case .success: run.resume(fetch.id) { $0.bool(true) }
            case .failure(let error): run.resume(fetch.id, error: self.fieldError(error, key.rawValue, run))
            }
        }
        if operation == .purge {
            bucket.purge(key, deadline: run.deadline, completion: completion)
        } else {
            bucket.delete(key, deadline: run.deadline, completion: completion)
        }
    }

    // MARK: Arguments and errors

    func key(of fetch: Fetch) throws(FieldError) -> KeyValueKey {
        let text = fetch.arguments["key"]?.string ?? ""
        do {
            return try KeyValueKey(text)
        } catch {
            throw fieldError(error, text)
        }
    }

    func filter(_ value: JSONValue) throws(FieldError) -> KeyFilter {
        do {
            return try KeyFilter(value.string ?? "")
        } catch {
            throw fieldError(error, value.string)
        }
    }

    func fieldError(_ error: NATSError, _ key: String?, _ run: GraphQLRun? = nil) -> FieldError {
        ErrorMapping.fieldError(
            error,
            key: key,
            request: run?.origin?.requestID,
            trace: run?.trace?.traceID,
            logger
        )
    }
}
