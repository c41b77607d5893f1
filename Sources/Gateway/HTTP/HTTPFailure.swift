import NIOHTTP1

/// Why a request is refused before or instead of being executed.
///
/// Always answered with a GraphQL error body in the negotiated media type.
struct HTTPFailure: Error, Equatable {
    var status: HTTPResponseStatus
    var message: String
    var code: String?
    /// Prepared lines such as `Allow: GET\r\n`, sent after the usual ones.
    var fields = ""

    init(_ status: HTTPResponseStatus, _ message: String, code: String? = "BAD_USER_INPUT", fields: String = "") {
        self.status = status
        self.message = message
        self.code = code
        self.fields = fields
    }

    static func badRequest(_ message: String) -> Self { Self(.badRequest, message) }

    static func methodNotAllowed(_ allow: String, _ message: String = "This method is not allowed here.") -> Self {
        Self(.methodNotAllowed, message, fields: "Allow: \(allow)\r\n")
    }

    static let notFound = Self(.notFound, "Nothing is served at this path.")
    static let timeout = Self(.requestTimeout, "The request did not arrive in time.")
    static let overloaded = Self(
        .serviceUnavailable,
        "The server has too many requests in flight.",
        code: unavailable,
        fields: "Retry-After: 1\r\n"
    )
    static let tooManyConnections = Self(
        .serviceUnavailable,
        "The server has too many connections.",
        code: unavailable,
        fields: "Retry-After: 1\r\n"
    )
    static let stopping = Self(
        .serviceUnavailable,
        "The server is stopping.",
        code: unavailable,
        fields: "Retry-After: 1\r\n"
    )
    /// Nothing answered in time, the store's own deadline included.
    static let unanswered = Self(
        .serviceUnavailable,
        "The request took too long.",
        code: "STORE_TIMEOUT",
        fields: "Retry-After: 1\r\n"
    )
    /// For a client all three mean the same: nothing was done, and the same request may succeed in a moment.
    private static let unavailable = "STORE_UNAVAILABLE"
    /// Not 505: what cannot be read as HTTP/1 is the client's mistake.
    static let unknownVersion = badRequest("Only HTTP/1.1 and HTTP/1.0 are spoken here.")

    static let unreadable = badRequest("The request is not valid HTTP.")

    /// What the request parser refused.
    static func parser(_ error: any Error) -> Self {
        guard let error = error as? HTTPParserError else { return unreadable }
        switch error {
        case .headerOverflow:
            return Self(.requestHeaderFieldsTooLarge, "The head of the request is too large.")
        case .invalidVersion:
            return unknownVersion
        default:
            return unreadable
        }
    }

    /// `{"errors":[...]}` without a `data` key, as for every request error.
    func body() -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(message.utf8.count + 64)
        out += #"{"errors":[{"message":"#.utf8
        JSONText.append(message, to: &out)
        if let code {
            out += #","extensions":{"code":"#.utf8
            JSONText.append(code, to: &out)
            out.append(UInt8(ascii: "}"))
        }
        out += "}]}".utf8
        return out
    }
}
