/// Writes JSON text into a buffer of its own.
///
/// The `append` functions copy bytes as they are; the `write` functions produce valid JSON. Commas and brackets are the
/// caller's, except where a whole ``JSONValue`` is written.
public struct JSONWriter: Sendable {
    /// What has been written.
    public var bytes: [UInt8]

    @inlinable
    public init(reserving capacity: Int = 0) {
        bytes = []
        if capacity > 0 { bytes.reserveCapacity(capacity) }
    }

    @inlinable public var count: Int { bytes.count }
    @inlinable public var isEmpty: Bool { bytes.isEmpty }

    /// Makes room for `additional` bytes more.
    @inlinable
    public mutating func reserve(_ additional: Int) { bytes.reserveCapacity(bytes.count + additional) }

    /// Takes back all but the first `count` bytes.
    @inlinable
    public mutating func truncate(to count: Int) {
        if count < bytes.count { bytes.removeLast(bytes.count - Swift.max(count, 0)) }
    }

    @inlinable
    public mutating func removeAll(keepingCapacity: Bool = true) {
        bytes.removeAll(keepingCapacity: keepingCapacity)
    }

    @inlinable
    @inline(__always)
    public mutating func append(_ byte: UInt8) { bytes.append(byte) }

    @inlinable
    public mutating func append(_ other: Span<UInt8>) {
        other.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    /// Appends a part of a span, such as a value that ``JSONScanner/skipValue(_:_:maximumDepth:)`` passed.
    @inlinable
    public mutating func append(_ other: Span<UInt8>, _ range: Range<Int>) { append(other.extracting(range)) }

    @inlinable
    public mutating func append(_ other: [UInt8]) { bytes.append(contentsOf: other) }

    @inlinable
    public mutating func append(_ other: ArraySlice<UInt8>) { bytes.append(contentsOf: other) }

    @inlinable
    public mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    @inlinable
    public mutating func append(_ text: String.UTF8View) { bytes.append(contentsOf: text) }

    @inlinable
    public mutating func append(_ slice: JSONSlice) { bytes.append(contentsOf: slice.bytes) }
}
