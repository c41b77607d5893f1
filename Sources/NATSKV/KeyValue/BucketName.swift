/// A bucket's name: letters, digits, `-` and `_` (ADR-8).
public struct BucketName: Sendable, Hashable, CustomStringConvertible {
    public let rawValue: String

    /// - Throws: `bucketInvalid`.
    public init(_ rawValue: String) throws(NATSError) {
        guard !rawValue.isEmpty, rawValue.utf8.count <= 255, rawValue.utf8.allSatisfy(Self.isAllowed) else {
            throw NATSError(.bucketInvalid, "a bucket's name consists of letters, digits, '-' and '_'")
        }
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
    /// The stream that holds the bucket.
    public var streamName: String { "KV_\(rawValue)" }
    /// What stands before a key in its subject.
    var subjectPrefix: String { "$KV.\(rawValue)." }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
    }
}
