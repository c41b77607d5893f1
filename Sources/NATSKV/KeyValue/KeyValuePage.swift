/// Some entries of a bucket and whether there are more behind them.
public struct KeyValuePage: Sendable, Hashable {
    /// The newest entries of their keys, in revision order. Without values where only keys were asked for.
    public var entries: [KeyValueEntry]
    /// Whether there was another entry behind the last one when the page was read.
    public var hasMore: Bool
    /// What the cursors of this page name as their bucket.
    let bucket: UInt64

    init(entries: [KeyValueEntry], hasMore: Bool, bucket: UInt64) {
        self.entries = entries
        self.hasMore = hasMore
        self.bucket = bucket
    }

    /// The place behind an entry of this page, to read on from.
    public func cursor(behind entry: KeyValueEntry) -> KeyValueCursor {
        KeyValueCursor(bucket: bucket, revision: entry.revision)
    }
}

/// What a page is to have.
public struct PageOptions: Sendable, Hashable {
    /// Where the page begins.
    public enum Start: Sendable, Hashable {
        case beginning
        /// Behind the entry that the cursor was given for.
        case cursor(KeyValueCursor)
        /// Behind the place where the key has its newest revision now. Keys that were written to since they were listed are
        /// further back than they were: what lay between the places is left out then.
        case key(KeyValueKey)
    }

    public var filter = KeyFilter.all
    public var start = Start.beginning
    /// At most so many entries. Brought within 1 and ``maximumLimit``.
    public var limit = 100
    /// Leave out values.
    public var metaOnly = false
    /// A page ends early once its values have so many bytes; it always has one entry where there is one.
    public var maximumBytes = 16 << 20

    /// The largest page.
    public static var maximumLimit: Int { 1000 }

    public init() {}
}
