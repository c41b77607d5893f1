/// Which Host fields are answered.
///
/// A page of the web can make a browser connect to loopback under a name of its own (DNS rebinding). So a gateway bound
/// to loopback answers only to loopback names and addresses.
struct HostRule: Sendable, Equatable {
    private let bound: String
    /// Whether the rule is in force.
    let isLoopback: Bool

    init(boundTo host: String) {
        bound = host.lowercased()
        isLoopback = Self.isLoopback(host)
    }

    /// - Parameter field: the Host field or the authority of the target: a name or address, perhaps with a port.
    func allows(_ field: String) -> Bool {
        guard isLoopback else { return true }
        guard let host = Self.host(of: field) else { return false }
        return host == bound || Self.isLoopback(host)
    }

    /// Small letters, without port and without the brackets of an IPv6 address; `nil` where it is none of these.
    static func host(of field: String) -> String? {
        let text = field.lowercased()
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || isPort(rest) else { return nil }
            return String(text[text.index(after: text.startIndex)..<end])
        }
        guard let colon = text.firstIndex(of: ":") else { return text.isEmpty ? nil : text }
        guard isPort(text[colon...]) else { return nil }
        return colon == text.startIndex ? nil : String(text[..<colon])
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.hasPrefix(":") && text.dropFirst().utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && text.utf8.count <= 6
    }

    /// `localhost`, names below it, 127.0.0.0/8 and ::1.
    static func isLoopback(_ host: String) -> Bool {
        var name = host.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        if name == "localhost" || name.hasSuffix(".localhost") { return true }
        if name == "::1" || name == "0:0:0:0:0:0:0:1" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "127" else { return false }
        return parts.allSatisfy { part in part.utf8.count <= 3 && !part.isEmpty && UInt8(part) != nil }
    }
}
