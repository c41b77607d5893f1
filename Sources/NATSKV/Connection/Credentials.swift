/// What a client shows a server to be let in.
public struct Credentials: Sendable {
    enum Kind: Sendable {
        case token(String)
        case user(String, password: String)
        case seed(NKeySeed)
        case jwt(String, NKeySeed)
    }
    let kind: Kind

    /// A token.
    public static func token(_ token: String) -> Credentials { Credentials(kind: .token(token)) }

    /// A user with a password.
    public static func user(_ name: String, password: String) -> Credentials {
        Credentials(kind: .user(name, password: password))
    }

    /// An NKey: a user's seed, `SU...`.
    /// - Throws: `configurationInvalid`; the message does not contain the seed.
    public static func nkey(seed: String) throws(NATSError) -> Credentials {
        Credentials(kind: .seed(try NKeySeed(seed)))
    }

    /// A user's JWT with the seed that belongs to it.
    /// - Throws: `configurationInvalid`; the message contains neither.
    public static func jwt(_ jwt: String, seed: String) throws(NATSError) -> Credentials {
        guard jwt.split(separator: ".", omittingEmptySubsequences: false).count == 3,
            jwt.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw NATSError(.configurationInvalid, "the user's JWT is malformed") }
        return Credentials(kind: .jwt(jwt, try NKeySeed(seed)))
    }

    /// What a `.creds` file holds: a JWT and a seed, each between two marker lines.
    /// - Throws: `configurationInvalid`; the message does not contain the file's text.
    public static func parse(_ text: String) throws(NATSError) -> Credentials {
        guard let jwt = block("NATS USER JWT", of: text) else {
            throw NATSError(.configurationInvalid, "the credentials file has no NATS USER JWT block")
        }
        guard let seed = block("USER NKEY SEED", of: text) else {
            throw NATSError(.configurationInvalid, "the credentials file has no USER NKEY SEED block")
        }
        return try .jwt(jwt, seed: seed)
    }

    /// The line between `-----BEGIN name-----` and the next line of dashes.
    private static func block(_ name: String, of text: String) -> String? {
        var isInside = false
        for line in text.split(whereSeparator: \.isNewline) {
            if isInside {
                let trimmed = line.filter { $0 != " " && $0 != "\t" }
                if trimmed.hasPrefix("-") { return nil }
                if !trimmed.isEmpty { return trimmed }
            } else if line.contains("BEGIN \(name)") {
                isInside = true
            }
        }
        return nil
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind only.
    public var description: String {
        switch kind {
        case .token: "token"
        case .user: "user and password"
        case .seed: "NKey"
        case .jwt: "JWT"
        }
    }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
