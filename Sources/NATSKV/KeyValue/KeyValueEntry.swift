public import NIOCore

/// One revision of a key.
public struct KeyValueEntry: Sendable, Hashable {
    /// What a revision did.
    public enum Operation: Sendable, Hashable {
        case put
        /// A marker that hides the value; older revisions stay.
        case delete
        /// A marker that removed all older revisions, or stands for a value whose time to live is over.
        case purge
    }

    public var key: KeyValueKey
    /// The value; empty for markers and where only metadata was asked for. A slice of the read buffer: while it is kept, so is
    /// that buffer (up to some 64 KiB). Copy small values that outlive their use.
    public var value: ByteBuffer
    /// The position in the bucket's stream; grows with every write to the bucket.
    public var revision: UInt64
    public var created: Timestamp
    public var operation: Operation
    /// In a watch, a listing and a history: how many messages were still to come when the server sent this one.
    public var delta: UInt64

    public init(
        key: KeyValueKey,
        value: ByteBuffer,
        revision: UInt64,
        created: Timestamp,
        operation: Operation = .put,
        delta: UInt64 = 0
    ) {
        self.key = key
        self.value = value
        self.revision = revision
        self.created = created
        self.operation = operation
        self.delta = delta
    }
}

/// What a watch tells.
public enum KeyValueEvent: Sendable, Hashable {
    case entry(KeyValueEntry)
    /// Everything that the bucket held when the watch began has been told; what follows is live. Told at most once.
    case caughtUp
}

/// What JetStream answers to a write that it stored.
public struct WriteAcknowledgement: Sendable, Hashable {
    /// The revision of what was written.
    public var revision: UInt64
    /// The server had the write already: an earlier attempt with the same message id got through.
    public var isDuplicate: Bool

    public init(revision: UInt64, isDuplicate: Bool = false) {
        self.revision = revision
        self.isDuplicate = isDuplicate
    }
}

/// When a write is to be made.
public enum WriteCondition: Sendable, Hashable {
    case always
    /// Only if the key has no value: it was never written, or its newest revision is a marker.
    case absent
    /// Only if the key's newest revision is this one.
    case revision(UInt64)
}
