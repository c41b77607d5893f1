/// A fast hash of bytes that depends on a secret seed: multiplies 8 bytes at a time to 128 bits and folds the halves.
///
/// Good enough to spread keys whose author does not know the seed; no cryptographic hash.
enum SeededHash {
    static func hash(_ bytes: Span<UInt8>, seed: UInt64) -> UInt64 {
        let raw = bytes.bytes
        var state = seed ^ (UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15)
        var position = 0
        while position &+ 8 <= bytes.count {
            state = mix(
                state,
                UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)),
                seed
            )
            position &+= 8
        }
        var rest: UInt64 = 0
        while position < bytes.count {
            rest = rest &<< 8 | UInt64(bytes[position])
            position &+= 1
        }
        return mix(mix(state, rest, seed), 0xD1B5_4A32_D192_ED03, seed)
    }

    private static func mix(_ state: UInt64, _ word: UInt64, _ seed: UInt64) -> UInt64 {
        let product = (state ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: word ^ seed ^ 0xE703_7ED1_A0B4_28DB)
        // Adding the state keeps a factor of zero from erasing what came before.
        return (product.high ^ product.low) &+ state.rotatedLeft
    }
}

extension UInt64 {
    fileprivate var rotatedLeft: UInt64 { self &<< 23 | self &>> 41 }
}
