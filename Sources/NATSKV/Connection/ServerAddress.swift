/// Where a NATS server is, as a URL says it: `nats://[user:password@|token@]host[:port]` or `tls://...`.
public struct ServerAddress: Sendable, Hashable {
    public var host: String
    public var port: Int
    /// The URL asked for TLS. Without it TLS is used where the server requires it.
    public var requiresTLS: Bool
    /// User and password, or a token as user without password, from the URL.
    var user: String?
    var password: String?

    public init(host: String, port: Int = 4222, requiresTLS: Bool = false) {
        self.host = host
        self.port = port
        self.requiresTLS = requiresTLS
    }

    /// Reads one URL; the scheme may be missing.
    /// - Throws: `configurationInvalid`.
    public init(url: String) throws(NATSError) {
        var rest = url[...]
        requiresTLS = false
        if let scheme = rest.range(of: "://") {
            switch rest[..<scheme.lowerBound] {
            case "nats": break
            case "tls": requiresTLS = true
            default: throw Self.invalid("the scheme must be nats:// or tls://")
            }
            rest = rest[scheme.upperBound...]
        }
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        if let at = rest.lastIndex(of: "@") {
            let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = parts.first.map { Self.unescaped($0) }
            password = parts.count == 2 ? Self.unescaped(parts[1]) : nil
            rest = rest[rest.index(after: at)...]
        }
        (host, port) = try Self.hostAndPort(rest)
    }

    /// Reads several URLs joined by commas.
    /// - Throws: `configurationInvalid`.
    public static func list(_ urls: String) throws(NATSError) -> [ServerAddress] {
        var all: [ServerAddress] = []
        for part in urls.split(separator: ",") {
            let url = part.drop { $0 == " " }
            all.append(try ServerAddress(url: String(url.prefix { $0 != " " })))
        }
        guard !all.isEmpty else { throw invalid("no server is named") }
        return all
    }

    private static func hostAndPort(_ text: Substring) throws(NATSError) -> (String, Int) {
        var host = text
        var port: Substring?
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw invalid("']' is missing after the IPv6 address") }
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw invalid("a port must follow a colon") }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.lastIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x2F && $0 != 0x7F }) else {
            throw invalid("the host is missing or invalid")
        }
        guard let port else { return (String(host), 4222) }
        guard let number = Int(port), (1...65_535).contains(number) else {
            throw invalid("the port must be a number from 1 to 65535")
        }
        return (String(host), number)
    }

    private static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == 0x25, rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // The URL itself is not in the message: it may hold a password.
    private static func invalid(_ reason: String) -> NATSError {
        NATSError(.configurationInvalid, "invalid NATS URL: \(reason)")
    }
}

extension ServerAddress: CustomStringConvertible {
    /// Host and port only.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension Substring {
    /// The first occurrence of `text`, without Foundation.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
