/// Which web pages may read answers (the CORS protocol of the Fetch standard).
///
/// Browsers enforce it. Without any configured origin nothing is said, and only pages of the gateway itself can read.
struct CrossOriginRule: Sendable {
    private let origins: Set<String>
    private let allowsAll: Bool

    /// - Parameter origins: In small letters; `*` for all.
    init(_ origins: [String]) {
        allowsAll = origins.contains("*")
        self.origins = Set(origins)
    }

    var isOff: Bool { origins.isEmpty }

    /// A scheme, a host and perhaps a port, or `*`.
    static func isOrigin(_ text: String) -> Bool {
        if text == "*" { return true }
        guard let scheme = ["http://", "https://"].first(where: { text.lowercased().hasPrefix($0) }) else {
            return false
        }
        return HostRule.host(of: String(text.dropFirst(scheme.count))).map { host in
            !host.isEmpty && !host.contains { "/?#@ ".contains($0) }
        } ?? false
    }

    /// Whether a page of this origin is one of those configured.
    func allows(_ origin: String) -> Bool { allowsAll || origins.contains(origin.lowercased()) }

    /// The lines for an answer to a page of this origin; empty where it may not read it.
    func fields(for origin: String?) -> String {
        guard !isOff, let origin else { return "" }
        if allowsAll { return "Access-Control-Allow-Origin: *\r\n" }
        guard origins.contains(origin.lowercased()) else { return "Vary: Origin\r\n" }
        return "Access-Control-Allow-Origin: \(origin)\r\nVary: Origin\r\n"
    }

    /// What a preflight is told besides.
    static let preflightFields =
        "Access-Control-Allow-Methods: GET, HEAD, POST, OPTIONS\r\n"
        + "Access-Control-Allow-Headers: accept, authorization, content-type, last-event-id, traceparent, x-request-id\r\n"
        + "Access-Control-Max-Age: 600\r\n"
}
