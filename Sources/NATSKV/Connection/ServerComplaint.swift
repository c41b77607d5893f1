/// What the text of an -ERR means. Servers differ in case only.
enum ServerComplaint: Hashable {
    /// The credentials were refused, expired or revoked; the server closes the connection.
    case credentials
    /// One operation was not permitted; the connection goes on. The subject is that of a message, if it was one.
    case permission(publishing: String?)
    /// One subscription was not permitted; the connection goes on without it.
    case subscription
    /// One subject was invalid; the connection goes on.
    case subject
    /// Anything else; the server closes the connection.
    case other

    init(_ original: String) {
        let text = original.lowercased()
        if text.hasPrefix("authorization violation") || text.hasPrefix("user authentication")
            || text.hasPrefix("account authentication") || text.hasPrefix("authentication timeout")
            || text.hasPrefix("authentication expired") || text.hasPrefix("authentication revoked")
        {
            self = .credentials
        } else if text.hasPrefix("permissions violation for subscription") {
            self = .subscription
        } else if text.hasPrefix("permissions violation") {
            self = .permission(publishing: Self.subject(original, behind: "permissions violation for publish to"))
        } else if text.hasPrefix("invalid subject") || text.hasPrefix("invalid publish subject") {
            self = .subject
        } else {
            self = .other
        }
    }

    /// What stands between quotes behind these words.
    private static func subject(_ text: String, behind words: String) -> String? {
        guard text.lowercased().hasPrefix(words) else { return nil }
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.count == 3 ? String(parts[1]) : nil
    }
}
