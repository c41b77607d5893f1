/// What the text of an -ERR means. Servers differ in case only.
enum ServerComplaint: Hashable {
    /// The credentials were refused, expired or revoked; the server closes the connection.
    case credentials
    /// One operation was not permitted; the connection goes on.
    case permission
    /// One subject was invalid; the connection goes on.
    case subject
    /// Anything else; the server closes the connection.
    case other

    init(_ text: String) {
        let text = text.lowercased()
        if text.hasPrefix("authorization violation") || text.hasPrefix("user authentication")
            || text.hasPrefix("account authentication") || text.hasPrefix("authentication timeout")
            || text.hasPrefix("authentication expired") || text.hasPrefix("authentication revoked")
        {
            self = .credentials
        } else if text.hasPrefix("permissions violation") {
            self = .permission
        } else if text.hasPrefix("invalid subject") || text.hasPrefix("invalid publish subject") {
            self = .subject
        } else {
            self = .other
        }
    }
}
