#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

enum ByteSearch {
    /// Where the first `byte` at or after `start` is; `bytes.count` if there is none.
    ///
    /// By memchr: the bounds-checked loop takes about nine instructions a byte, and every byte of control lines and
    /// headers passes through here.
    @inline(__always)
    static func position(of byte: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int {
        guard start < bytes.count else { return bytes.count }
        return bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress, let found = memchr(base + start, Int32(byte), buffer.count - start)
            else {
                return buffer.count
            }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }
}
