/// What a watch tells.
public struct WatchOptions: Sendable, Hashable {
    /// Begin with every revision that the bucket holds, instead of the newest of every key.
    public var includeHistory = false
    /// Leave out delete and purge markers.
    public var ignoreDeletes = false
    /// Leave out values; they are not sent over the network.
    public var metaOnly = false
    /// Leave out what the bucket holds at the start. There is no `caughtUp` then.
    public var updatesOnly = false
    /// Begin with the first revision at or after this one. Wins over `includeHistory` and `updatesOnly`.
    /// Further than the next revision is `revisionAhead`.
    public var fromRevision: UInt64?

    public init() {}
}
