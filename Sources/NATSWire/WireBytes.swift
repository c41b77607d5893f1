public import NIOCore

/// Contiguous bytes that the encoder can copy: a literal, a string, an array, a buffer's readable part.
@usableFromInline
package protocol WireBytes {
    /// Number of bytes that `withWireBytes` lends.
    var wireCount: Int { get }
    /// Lends the bytes for the duration of `body`.
    func withWireBytes(_ body: (UnsafeRawBufferPointer) -> Void)
}

extension String: WireBytes {
    @inlinable package var wireCount: Int { utf8.count }
    @inlinable package func withWireBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        let isLent: Void? = utf8.withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) }
        if isLent == nil { Array(utf8).withUnsafeBytes(body) }
    }
}

extension StaticString: WireBytes {
    @inlinable package var wireCount: Int { utf8CodeUnitCount }
    @inlinable package func withWireBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        withUTF8Buffer { body(UnsafeRawBufferPointer($0)) }
    }
}

extension [UInt8]: WireBytes {
    @inlinable package var wireCount: Int { count }
    @inlinable package func withWireBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeBytes(body)
    }
}

extension ByteBuffer: WireBytes {
    @inlinable package var wireCount: Int { readableBytes }
    @inlinable package func withWireBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeReadableBytes(body)
    }
}

/// Two runs of bytes written one after the other, so that a fixed prefix and a key need not be joined first.
@usableFromInline
package struct JoinedBytes<Head: WireBytes, Tail: WireBytes>: WireBytes {
    @usableFromInline let head: Head
    @usableFromInline let tail: Tail

    @inlinable package init(_ head: Head, _ tail: Tail) {
        self.head = head
        self.tail = tail
    }
    @inlinable package var wireCount: Int { head.wireCount + tail.wireCount }
    /// Lends both runs, one call each.
    @inlinable package func withWireBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        head.withWireBytes(body)
        tail.withWireBytes(body)
    }
}
