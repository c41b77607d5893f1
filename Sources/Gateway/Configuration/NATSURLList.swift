/// Server URLs as `WG_NATS_URL` and `nats.url` name them.
enum NATSURLList {
    static let expected = "a NATS URL such as nats://127.0.0.1:4222 or tls://host:4222"

    /// Splits at commas; `nil` where a part cannot be a server's URL.
    static func parse(_ text: String) -> [Secret]? {
        let parts = text.split(separator: ",").map { String($0).trimmingSpaces() }.filter { !$0.isEmpty }
        return parts.allSatisfy(isPlausible) ? parts.map(Secret.init) : nil
    }

    /// A scheme that NATS has, or none, and a host. The client checks the rest.
    static func isPlausible(_ url: String) -> Bool {
        var rest = url[...]
        if let scheme = ["nats://", "tls://"].first(where: { url.lowercased().hasPrefix($0) }) {
            rest = url.dropFirst(scheme.count)
        } else if url.contains("://") {
            return false
        }
        let host = rest.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        return !host.isEmpty && !host.hasPrefix(":") && !host.contains(where: \.isWhitespace)
    }
}

extension String {
    func trimmingSpaces() -> String {
        let rest = drop(while: { $0 == " " || $0 == "\t" })
        let kept = rest.reversed().drop(while: { $0 == " " || $0 == "\t" })
        return String(kept.reversed())
    }
}
