/// A run of bytes of a document's source: UTF-8 offset and length, in 8 bytes.
///
/// A document is at most `ParserLimits.bytes` long, which is itself capped below 2^31, so that the end never overflows.
public struct SourceRange: Sendable, Hashable {
    /// Offset of the first byte.
    public var offset: UInt32
    /// Number of bytes.
    public var count: UInt32

    @inlinable
    public init(offset: UInt32, count: UInt32) {
        self.offset = offset
        self.count = count
    }

    @inlinable
    init(from start: Int, to end: Int) {
        self.offset = UInt32(truncatingIfNeeded: start)
        self.count = UInt32(truncatingIfNeeded: end &- start)
    }

    /// Offset of the byte after the last one.
    @inlinable public var end: UInt32 { offset &+ count }

    /// The same range as array indices.
    @inlinable public var indices: Range<Int> { Int(offset)..<(Int(offset) &+ Int(count)) }
}
