/// The settings of a bucket to be made (ADR-8).
public struct BucketConfiguration: Sendable, Hashable {
    public enum Storage: String, Sendable, Hashable {
        case file
        case memory
    }

    public var name: BucketName
    public var description: String?
    /// Revisions kept of every key, 1 to 64.
    public var history = 1
    /// How long a revision is kept; zero: for ever.
    public var timeToLive: Duration = .zero
    /// Largest size of the bucket in bytes; `nil`: no limit.
    public var maximumBytes: Int?
    /// Largest value in bytes, headers included; `nil`: the server's `max_payload`.
    public var maximumValueSize: Int?
    public var storage: Storage = .file
    /// 1 to 5; above 1 only in a cluster.
    public var replicas = 1
    /// Compress with S2, on servers that can (2.10).
    public var isCompressed = false
    /// Let single writes have a time to live, and keep the markers of expired values this long; zero: neither.
    /// Servers before 2.11 do not know it.
    public var markerTimeToLive: Duration = .zero

    public init(name: BucketName) {
        self.name = name
    }
}

/// What `ensureBucket` found.
public struct BucketReport: Sendable, Hashable {
    public enum Outcome: Sendable, Hashable {
        case created
        case found
    }

    /// A setting that an existing bucket has otherwise than asked for.
    public struct Difference: Sendable, Hashable, CustomStringConvertible {
        public var setting: String
        public var wanted: String
        public var found: String
        public var description: String { "\(setting) is \(found), wanted \(wanted)" }
    }

    public var outcome: Outcome
    /// Settings left as they were. A history lower than asked for is raised and not listed, unless the server refused.
    public var differences: [Difference] = []
    /// What should be known of this bucket on this server, in whole sentences for a log.
    public var cautions: [String] = []
    public var status: BucketStatus
}

/// A bucket as the server describes it.
public struct BucketStatus: Sendable, Hashable {
    public var name: BucketName
    /// The stream that holds the bucket.
    public var stream: String
    public var description: String?
    /// Messages held, markers and older revisions included.
    public var values: UInt64
    public var bytes: UInt64
    public var lastRevision: UInt64
    public var history: Int
    public var timeToLive: Duration
    public var maximumBytes: Int?
    public var maximumValueSize: Int?
    public var storage: BucketConfiguration.Storage
    public var replicas: Int
    public var isCompressed: Bool
    public var allowsDirectGet: Bool
    /// Whether single writes may have a time to live (server 2.11).
    public var allowsMessageTimeToLive: Bool
    /// The bucket's stream mirrors another one; writes go to that.
    public var mirroredStream: String?
    public var created: Timestamp
}
