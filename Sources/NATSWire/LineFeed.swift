#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

enum LineFeed {
    /// Where the first line feed at or after `start` is; `bytes.count` if there is none.
    ///
    /// By memchr: the bounds-checked loop takes about nine instructions a byte, and every byte of control lines and
    /// headers passes through here.
    @inline(__always)
    static func position(in bytes: Span<UInt8>, from start: Int) -> Int {
        guard start < bytes.count else { return bytes.count }
        return bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress, let found = memchr(base + start, 0x0A, buffer.count - start) else {
                return buffer.count
            }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }
}
