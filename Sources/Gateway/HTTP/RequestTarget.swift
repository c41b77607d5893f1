/// The target of a request (RFC 9112, section 3.2), split without decoding.
struct RequestTarget: Equatable {
    var path: String
    /// What stands behind `?`, still encoded.
    var query: Substring?
    /// The authority of an absolute-form target; it replaces the Host field.
    var authority: String?

    /// `nil` for a target that is neither a path nor an `http` URL nor `*`.
    init?(_ text: String) {
        if text.utf8.first == UInt8(ascii: "/") || text == "*" {
            self.init(pathAndQuery: text[...], authority: nil)
            return
        }
        let lower = text.prefix(8).lowercased()
        guard let scheme = ["http://", "https://"].first(where: { lower.hasPrefix($0) }) else { return nil }
        let rest = text.dropFirst(scheme.count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = String(rest[..<end])
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        self.init(pathAndQuery: rest[end...], authority: authority)
    }

    private init(pathAndQuery text: Substring, authority: String?) {
        self.authority = authority
        let utf8 = text.utf8
        guard let mark = utf8.firstIndex(of: UInt8(ascii: "?")) else {
            path = text.isEmpty ? "/" : String(text)
            return
        }
        path = mark == text.startIndex ? "/" : String(text[..<mark])
        query = text[utf8.index(after: mark)...]
    }
}
