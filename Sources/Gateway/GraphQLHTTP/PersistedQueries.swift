import CSodium
import Synchronization

/// Texts of operations that clients registered under their SHA-256 (automatic persisted queries, version 1).
///
/// Shared by all event loops, since a client's next request may come by another connection; only requests that name a
/// hash come here. Bounded in number and bytes: what was not asked for for long is forgotten, and the client sends it
/// again.
final class PersistedQueries: Sendable {
    private struct State {
        /// Two generations: what is asked for moves to the young one, and when that is full the old one goes.
        var young: [String: [UInt8]] = [:]
        var old: [String: [UInt8]] = [:]
        var youngBytes = 0
    }

    private let capacity: Int
    private let maximumBytes: Int
    private let state = Mutex(State())

    init(capacity: Int, maximumBytes: Int = 16 << 20) {
        self.capacity = capacity
        self.maximumBytes = maximumBytes
    }

    /// - Parameter hash: 64 hexadecimal digits in small letters.
    func text(of hash: String) -> [UInt8]? {
        state.withLock { state in
            if let text = state.young[hash] { return text }
            guard let text = state.old[hash] else { return nil }
            insert(text, hash, &state)
            return text
        }
    }

    /// Keeps a text whose hash was checked.
    func register(_ text: [UInt8], under hash: String) {
        state.withLock { state in
            if state.young[hash] == nil { insert(text, hash, &state) }
        }
    }

    private func insert(_ text: [UInt8], _ hash: String, _ state: inout State) {
        guard capacity > 0, text.count <= maximumBytes / 4 else { return }
        if state.young.count >= (capacity + 1) / 2 || state.youngBytes + text.count > maximumBytes / 2 {
            state.old = state.young
            state.young = [:]
            state.youngBytes = 0
        }
        state.young[hash] = text
        state.youngBytes += text.count
    }

    /// The SHA-256 of a text as 64 hexadecimal digits in small letters.
    static func hash(_ text: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        crypto_hash_sha256(&digest, text, UInt64(text.count))
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
