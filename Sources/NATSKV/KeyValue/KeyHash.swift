/// A hash of keys for small tables that hold them for a moment. It is quick; who knows it can make keys collide.
enum KeyHash {
    static func of(_ text: String) -> UInt32 {
        text.utf8.withContiguousStorageIfAvailable { of($0.span.bytes) } ?? 0
    }

    /// Eight bytes a step, the last of them once more where the length is no multiple of eight.
    private static func of(_ bytes: RawSpan) -> UInt32 {
        let count = bytes.byteCount
        var hash = UInt64(truncatingIfNeeded: count)
        guard count >= 8 else {
            for offset in 0..<count {
                hash = hash << 8 | UInt64(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
            }
            return upperHalf(mixed(hash, 0))
        }
        var offset = 0
        while offset < count - 8 {
            hash = mixed(hash, bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        return upperHalf(mixed(hash, bytes.unsafeLoadUnaligned(fromByteOffset: count - 8, as: UInt64.self)))
    }

    /// The bits that a multiplication mixes best.
    private static func upperHalf(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }

    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        return product ^ product >> 32
    }
}
