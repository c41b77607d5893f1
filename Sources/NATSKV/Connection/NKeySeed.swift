import CSodium

/// A user's Ed25519 seed in memory that is locked, guarded and wiped when it is freed.
///
/// Text form: base32 without padding of two prefix bytes, 32 seed bytes and a little-endian CRC-16.
// Unchecked because of the pointer: the memory is written in `init` only, made read-only there, and freed in `deinit`,
// when nobody else has a reference.
final class NKeySeed: @unchecked Sendable {
    /// The user's public key, `U...`.
    let publicKey: String
    /// 64 bytes: the secret key as libsodium has it.
    private let secret: UnsafeMutablePointer<UInt8>

    private static let seedPrefix: UInt8 = 18 << 3
    private static let userPrefix: UInt8 = 20 << 3

    /// - Throws: `configurationInvalid`; the message does not contain the seed.
    init(_ text: String) throws(NATSError) {
        guard sodium_init() >= 0, let secret = sodium_malloc(Int(crypto_sign_ed25519_SECRETKEYBYTES)) else {
            throw NATSError(.configurationInvalid, "no locked memory is available for the seed")
        }
        let key = secret.bindMemory(to: UInt8.self, capacity: Int(crypto_sign_ed25519_SECRETKEYBYTES))
        do {
            publicKey = try Self.decode(text, into: key)
        } catch {
            sodium_free(secret)
            throw error
        }
        sodium_mprotect_readonly(secret)
        self.secret = key
    }

    deinit { sodium_free(secret) }

    /// The detached signature of `message`, base64url without padding.
    func sign(_ message: String) -> String? {
        var signature = [UInt8](repeating: 0, count: Int(crypto_sign_ed25519_BYTES))
        let bytes = Array(message.utf8)
        guard crypto_sign_detached(&signature, nil, bytes, UInt64(bytes.count), secret) == 0 else { return nil }
        return Base64URL.encode(signature)
    }

    /// Puts the secret key of `text` into `key` and returns the public key's text form.
    private static func decode(_ text: String, into key: UnsafeMutablePointer<UInt8>) throws(NATSError) -> String {
        // 58 letters of base32 hold 36 bytes.
        guard var raw = Base32.decode(text), raw.count == 36 else { throw invalid("is not base32 of the right length") }
        defer { raw.withUnsafeMutableBytes { sodium_memzero($0.baseAddress, $0.count) } }
        let checksum = UInt16(raw[34]) | UInt16(raw[35]) << 8
        guard CRC16.checksum(raw[..<34]) == checksum else { throw invalid("has a wrong checksum") }
        // Five bits say "seed", the next five say whose.
        guard raw[0] & 0xF8 == seedPrefix else { throw invalid("is no seed (a seed starts with S)") }
        guard (raw[0] & 7) << 5 | (raw[1] & 0xF8) >> 3 == userPrefix else {
            throw invalid("is no user's seed (a user's seed starts with SU)")
        }
        var publicBytes = [UInt8](repeating: 0, count: Int(crypto_sign_ed25519_PUBLICKEYBYTES))
        let made = raw.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { crypto_sign_seed_keypair(&publicBytes, key, $0 + 2) } ?? -1
        }
        guard made == 0 else { throw invalid("cannot be used as an Ed25519 seed") }
        var encoded = [userPrefix] + publicBytes
        let sum = CRC16.checksum(encoded[...])
        encoded.append(UInt8(truncatingIfNeeded: sum))
        encoded.append(UInt8(truncatingIfNeeded: sum >> 8))
        return Base32.encode(encoded)
    }

    private static func invalid(_ reason: String) -> NATSError {
        NATSError(.configurationInvalid, "the NKey seed \(reason)")
    }
}
