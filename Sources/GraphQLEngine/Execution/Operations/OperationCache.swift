/// Prepared operations by the bytes of their request: the least recently used goes when it is full.
///
/// Belongs to one thread or event loop; it has no lock. A look-up neither copies nor allocates. Hashes are seeded, so
/// that clients cannot aim at one bucket. Only what was prepared well is kept: a flood of faulty documents cannot push
/// good ones out.
///
/// The text may be in any one form, for example the still escaped bytes of a JSON string; two spellings of the same
/// document are two entries.
public struct OperationCache: ~Copyable {
    /// Look-ups that found something.
    public private(set) var hits = 0
    /// Look-ups that did not.
    public private(set) var misses = 0
    /// How many operations are in it.
    public var count: Int { 0 }

    /// - Parameters:
    ///   - capacity: The most operations to keep; 0 turns the cache off.
    ///   - maximumBytes: The most bytes of text to keep; a text that takes more than a quarter of it is never kept.
    public init(capacity: Int = 1000, maximumBytes: Int = 16 << 20) {
    }

    /// The operation that was inserted for this text and operation name.
    public mutating func lookUp(_ text: Span<UInt8>) -> PreparedOperation? {
        nil
    }

    /// The operation that was inserted for this text and operation name; an empty name is none.
    public mutating func lookUp(_ text: Span<UInt8>, operationName: Span<UInt8>) -> PreparedOperation? {
        nil
    }

    /// Keeps an operation for a text and an operation name (empty: none), in place of one that was there.
    public mutating func insert(_ operation: PreparedOperation, for text: Span<UInt8>) {
    }

    public mutating func insert(
        _ operation: PreparedOperation,
        for text: Span<UInt8>,
        operationName: Span<UInt8>
    ) {
    }
}
