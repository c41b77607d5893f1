public import NIOCore

/// A bucket on a server, for use from any task.
public struct KeyValueBucket: KeyValueStore {
    public typealias Events = KeyValueEvents

    public let name: BucketName
    /// How long an operation may take, waiting for a lost connection included.
    public var timeout: Duration
    let client: NATSClient
    let bucket: NIOLoopBound<LoopKeyValueBucket>

    public func get(_ key: KeyValueKey) async throws(NATSError) -> KeyValueEntry? {
        try await call { $0.get(key, deadline: $1, completion: $2) }
    }

    public func get(_ key: KeyValueKey, revision: UInt64) async throws(NATSError) -> KeyValueEntry? {
        try await call { $0.getRevision(key, revision: revision, deadline: $1, completion: $2) }
    }

    @discardableResult
    public func put(
        _ value: ByteBuffer,
        at key: KeyValueKey,
        if condition: WriteCondition
    ) async throws(NATSError) -> WriteAcknowledgement {
        try await call { bucket, deadline, completion in
            switch condition {
            case .always: bucket.put(key, value, deadline: deadline, completion: completion)
            case .absent: bucket.create(key, value, deadline: deadline, completion: completion)
            case .revision(let revision):
                bucket.update(key, value, expected: revision, deadline: deadline, completion: completion)
            }
        }
    }

    /// Writes a value that expires, if the key has none.
    /// - Parameter timeToLive: in whole seconds, rounded up. Needs a bucket that allows it (server 2.11).
    /// - Throws: `bucketInvalid` where the bucket does not allow it; nothing was written.
    @discardableResult
    public func create(
        _ value: ByteBuffer,
        at key: KeyValueKey,
        timeToLive: Duration
    ) async throws(NATSError) -> WriteAcknowledgement {
        try await call {
            $0.create(key, value, timeToLive: timeToLive, deadline: $1, completion: $2)
        }
    }

    @discardableResult
    public func delete(_ key: KeyValueKey, ifRevision expected: UInt64?) async throws(NATSError) -> WriteAcknowledgement
    {
        try await call { $0.delete(key, expected: expected, deadline: $1, completion: $2) }
    }

    @discardableResult
    public func purge(_ key: KeyValueKey, ifRevision expected: UInt64?) async throws(NATSError) -> WriteAcknowledgement
    {
        try await call { $0.purge(key, expected: expected, deadline: $1, completion: $2) }
    }

    public func keys(_ filters: [KeyFilter]) async throws(NATSError) -> [KeyValueKey] {
        try await call { $0.keys(filters, deadline: $1, completion: $2) }
    }

    /// One page of the keys that have a value, in the order of their newest revisions.
    ///
    /// A key that is not written to while all pages are read is on exactly one of them; one that is, moves behind all
    /// others.
    /// - Throws: `cursorInvalid` for a cursor of another bucket, or for a key that the bucket does not have.
    public func page(_ options: PageOptions = PageOptions()) async throws(NATSError) -> KeyValuePage {
        try await call { $0.page(options, deadline: $1, completion: $2) }
    }

    /// The newest entries of `keys`, asked for together; `nil` for keys without a value.
    public func entries(of keys: [KeyValueKey]) async throws(NATSError) -> [KeyValueEntry?] {
        let results: [Result<KeyValueEntry?, NATSError>] = try await call { bucket, deadline, completion in
            bucket.getMany(keys, deadline: deadline) { completion(.success($0)) }
        }
        var entries: [KeyValueEntry?] = []
        for result in results { entries.append(try result.get()) }
        return entries
    }

    public func history(_ key: KeyValueKey) async throws(NATSError) -> [KeyValueEntry] {
        try await call { $0.history(key, deadline: $1, completion: $2) }
    }

    /// Removes delete and purge markers with everything before them; markers younger than `age` are kept.
    /// - Returns: how many keys had a marker.
    @discardableResult
    public func purgeDeletes(olderThan age: Duration = .seconds(1800)) async throws(NATSError) -> Int {
        try await call { $0.purgeDeletes(olderThan: TimeAmount(age), deadline: $1, completion: $2) }
    }

    /// Changes the bucket's settings to those of `configuration`. What a server refuses to change, such as the storage, is
    /// an error. A lower history or a smaller size removes revisions.
    @discardableResult
    public func update(_ configuration: BucketConfiguration) async throws(NATSError) -> BucketStatus {
        try await call { $0.updateBucket(configuration, deadline: $1, completion: $2) }
    }

    /// The bucket's settings and sizes.
    public func status() async throws(NATSError) -> BucketStatus {
        try await call { $0.status(deadline: $1, completion: $2) }
    }

    public func withWatch<Result>(
        _ filters: [KeyFilter],
        options: WatchOptions,
        _ body: (KeyValueEvents) async throws -> sending Result
    ) async throws -> sending Result {
        let events = KeyValueEvents(eventLoop: client.eventLoop)
        let deadline = NIODeadline.now() + TimeAmount(timeout)
        client.eventLoop.execute { [bucket] in
            let watch = bucket.value.watch(filters, options: options, deadline: deadline) { events.buffer.push($0) }
            events.buffer.attach(watch)
        }
        defer { events.buffer.end() }
        return try await body(events)
    }

    /// Runs `body` on the loop and waits for its completion, or for the task's cancellation.
    func call<Value: Sendable>(
        _ body:
            @escaping @Sendable (LoopKeyValueBucket, NIODeadline, @escaping (Result<Value, NATSError>) -> Void) -> Void
    ) async throws(NATSError) -> Value {
        let deadline = NIODeadline.now() + TimeAmount(timeout)
        return try await client.call { [bucket] _, completion in body(bucket.value, deadline, completion) }
    }
}
