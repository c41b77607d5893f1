import Gateway
import NATSKV

extension StoreSession {
    /// Buckets up to this size are looked through for a near key.
    private static let searchLimit: UInt64 = 10_000
    /// Every key of one or two letters is near every other.
    private static let shortest = 3

    /// ` (did you mean …?)`, or nothing where no key is near.
    func suggestion(for key: String) async -> String {
        guard key.utf8.count >= Self.shortest, let status = try? await bucket.status(),
            status.values <= Self.searchLimit,
            let keys = try? await bucket.keys([.all]),
            let near = NearMiss.suggestion(for: key, among: keys.map(\.rawValue))
        else { return "" }
        return " (did you mean \(ShownText.safe(near))?)"
    }
}
