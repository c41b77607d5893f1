public import NIOCore

/// A store of keys and values with revisions, history and watches: a bucket on a server, or one in memory.
public protocol KeyValueStore: Sendable {
    associatedtype Events: AsyncSequence<KeyValueEvent, any Error>

    /// The newest entry of `key`; `nil` if it was never written, or was deleted or purged.
    func get(_ key: KeyValueKey) async throws(NATSError) -> KeyValueEntry?
    /// The entry of `key` with exactly this revision; `nil` if that is another key's, a marker, or gone.
    func get(_ key: KeyValueKey, revision: UInt64) async throws(NATSError) -> KeyValueEntry?
    /// Writes a value when `condition` holds.
    /// - Throws: `keyExists` or `revisionMismatch` when it does not hold: nothing was written. `outcomeUnknown` when the
    ///   acknowledgement was lost: the write may have happened.
    @discardableResult
    func put(
        _ value: ByteBuffer,
        at key: KeyValueKey,
        if condition: WriteCondition
    ) async throws(NATSError) -> WriteAcknowledgement
    /// Writes a marker that hides the value; older revisions stay.
    @discardableResult
    func delete(_ key: KeyValueKey, ifRevision: UInt64?) async throws(NATSError) -> WriteAcknowledgement
    /// Writes a marker and removes all older revisions of `key`.
    @discardableResult
    func purge(_ key: KeyValueKey, ifRevision: UInt64?) async throws(NATSError) -> WriteAcknowledgement
    /// The keys that have a value and that one of `filters` takes in.
    func keys(_ filters: [KeyFilter]) async throws(NATSError) -> [KeyValueKey]
    /// All revisions of `key` that the store holds, markers included, oldest first.
    func history(_ key: KeyValueKey) async throws(NATSError) -> [KeyValueEntry]
    /// Current entries, then `.caughtUp`, then live changes. The watch ends when `body` returns or throws.
    func withWatch<Result>(
        _ filters: [KeyFilter],
        options: WatchOptions,
        _ body: (Events) async throws -> sending Result
    ) async throws -> sending Result
}

extension KeyValueStore {
    /// Writes a value whatever the key holds.
    @discardableResult
    public func put(_ value: ByteBuffer, at key: KeyValueKey) async throws(NATSError) -> WriteAcknowledgement {
        try await put(value, at: key, if: .always)
    }

    @discardableResult
    public func delete(_ key: KeyValueKey) async throws(NATSError) -> WriteAcknowledgement {
        try await delete(key, ifRevision: nil)
    }

    @discardableResult
    public func purge(_ key: KeyValueKey) async throws(NATSError) -> WriteAcknowledgement {
        try await purge(key, ifRevision: nil)
    }

    /// All keys that have a value.
    public func keys() async throws(NATSError) -> [KeyValueKey] { try await keys([.all]) }
}
