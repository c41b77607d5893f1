/// Writes JSON text into a buffer of its own.
///
/// The `append` functions copy bytes as they are; the `write` functions produce valid JSON. Commas and brackets are the
/// caller's, except where a whole ``JSONValue`` is written.
public struct JSONWriter: Sendable {
    /// What has been written.
    public var bytes: [UInt8]

    /// An empty writer with room for `capacity` bytes.
    @inlinable
    public init(reserving capacity: Int = 0) {
        bytes = []
        if capacity > 0 { bytes.reserveCapacity(capacity) }
    }

    /// How many bytes have been written.
    @inlinable public var count: Int { bytes.count }
    /// Whether nothing has been written.
    @inlinable public var isEmpty: Bool { bytes.isEmpty }

    /// Makes room for `additional` bytes more. Growing at least doubles, so that asking again and again stays linear.
    @inlinable
    public mutating func reserve(_ additional: Int) {
        let needed = bytes.count + additional
        if needed > bytes.capacity { bytes.reserveCapacity(Swift.max(needed, 2 * bytes.capacity)) }
    }

    /// Takes back all but the first `count` bytes.
    @inlinable
    public mutating func truncate(to count: Int) {
        if count < bytes.count { bytes.removeLast(bytes.count - Swift.max(count, 0)) }
    }

    /// Takes everything back; the storage is kept unless said otherwise.
    @inlinable
    public mutating func removeAll(keepingCapacity: Bool = true) {
        bytes.removeAll(keepingCapacity: keepingCapacity)
    }

    /// Appends one byte.
    @inlinable
    @inline(__always)
    public mutating func append(_ byte: UInt8) { bytes.append(byte) }

    /// Appends bytes as they are.
    @inlinable
    public mutating func append(_ other: Span<UInt8>) {
        other.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    /// Appends a part of a span, such as a value that ``JSONScanner/skipValue(_:_:maximumDepth:)`` passed.
    @inlinable
    public mutating func append(_ other: Span<UInt8>, _ range: Range<Int>) { append(other.extracting(range)) }

    /// Appends bytes as they are.
    @inlinable
    public mutating func append(_ other: [UInt8]) { bytes.append(contentsOf: other) }

    /// Appends bytes as they are.
    @inlinable
    public mutating func append(_ other: ArraySlice<UInt8>) { bytes.append(contentsOf: other) }

    /// Appends a literal without quotes or escapes.
    @inlinable
    public mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Appends text without quotes or escapes.
    @inlinable
    public mutating func append(_ text: String.UTF8View) { bytes.append(contentsOf: text) }

    /// Appends a value that is JSON text already.
    @inlinable
    public mutating func append(_ slice: JSONSlice) { bytes.append(contentsOf: slice.bytes) }
}
