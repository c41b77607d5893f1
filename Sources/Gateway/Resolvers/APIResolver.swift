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
    private let values: ModelValues
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
            case .keys: keys(fetch, run)
            case .history: try history(fetch, run)
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

    private func keys(_ fetch: Fetch, _ run: GraphQLRun) {
        bucket.keys(deadline: run.deadline) { result in
            switch result {
            case .success(let keys):
                run.resume(fetch.id) { $0.list(count: keys.count) { index, item in item.string(keys[index].rawValue) } }
            case .failure(let error): run.resume(fetch.id, error: self.fieldError(error, nil, run))
            }
        }
    }

    private func history(_ fetch: Fetch, _ run: GraphQLRun) throws(FieldError) {
        let key = try key(of: fetch)
        let last = fetch.arguments["last"]?.number?.int64
        if let last, last < 0 { throw FieldError("The argument \"last\" is negative.", code: .badUserInput) }
        bucket.history(key, deadline: run.deadline) { result in
            switch result {
            case .success(let entries):
                let wanted = entries.suffix(last.map { Int(clamping: $0) } ?? .max)
                run.resume(fetch.id) { $0.list(of: wanted.map(self.record)) }
            case .failure(let error): run.resume(fetch.id, error: self.fieldError(error, key.rawValue, run))
            }
        }
    }

    /// What the schema shows of an entry; a value that does not fit the model is not shown.
    private func record(_ entry: KeyValueEntry) -> EntryRecord {
        var record = EntryRecord(
            key: entry.key.rawValue,
            value: nil,
            revision: entry.revision,
            created: entry.created,
            operation: entry.operation,
            delta: entry.delta
        )
        guard entry.operation == .put else { return record }
        record.value = entry.value
        record.defect = values.defect(ofStored: entry.value.readableBytesUInt8Span)
        return record
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

    private func wrote(
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

    // MARK: Watching

    func watch(
        _ operation: KeyValueOperation,
        _ fetch: Fetch,
        from revision: UInt64?,
        deadline: NIODeadline,
        onEvent: @escaping (WatchEvent) -> Void
    ) throws(FieldError) -> any WatchHandle {
        var filters = [KeyFilter.all]
        if operation == .watch { filters = try (fetch.arguments["keys"]?.array ?? []).map(filter) }
        guard !filters.isEmpty else { throw FieldError("The list of keys is empty.", code: .badUserInput) }
        return bucket.watch(filters, options: options(fetch, from: revision), deadline: deadline) { event in
            switch event {
            case .success(.entry(let entry)): onEvent(.entry(self.record(entry)))
            case .success(.caughtUp): onEvent(.caughtUp)
            case .failure(let error): onEvent(.failed(self.fieldError(error, nil)))
            }
        }
    }

    private func options(_ fetch: Fetch, from revision: UInt64?) -> WatchOptions {
        var options = WatchOptions()
        options.includeHistory = fetch.arguments["includeHistory"]?.bool ?? false
        options.ignoreDeletes = fetch.arguments["ignoreDeletes"]?.bool ?? false
        options.updatesOnly = fetch.arguments["updatesOnly"]?.bool ?? false
        let asked = fetch.arguments["fromRevision"]?.number?.int64.flatMap { UInt64(exactly: $0) }
        options.fromRevision = revision ?? asked
        return options
    }

    // MARK: Arguments and errors

    private func key(of fetch: Fetch) throws(FieldError) -> KeyValueKey {
        let text = fetch.arguments["key"]?.string ?? ""
        do {
            return try KeyValueKey(text)
        } catch {
            throw fieldError(error, text)
        }
    }

    private func filter(_ value: JSONValue) throws(FieldError) -> KeyFilter {
        do {
            return try KeyFilter(value.string ?? "")
        } catch {
            throw fieldError(error, value.string)
        }
    }

    private func fieldError(_ error: NATSError, _ key: String?, _ run: GraphQLRun? = nil) -> FieldError {
        ErrorMapping.fieldError(
            error,
            key: key,
            request: run?.origin?.requestID,
            trace: run?.trace?.traceID,
            logger
        )
    }
}
