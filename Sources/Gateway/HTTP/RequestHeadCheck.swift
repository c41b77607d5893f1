import NIOHTTP1

/// What the head of a request says about its framing, read once.
///
/// The parser has refused by now what could be read in two ways: both lengths at once, a second Content-Length, bare
/// line feeds, folded lines.
struct RequestHeadCheck: Equatable {
    /// Whether the client waits for `100 Continue` before it sends the body.
    var expectsContinue = false
    var keepAlive: Bool
    /// The length announced; `nil` for none or chunks.
    var contentLength: Int?

    init(_ head: HTTPRequestHead, bodyLimit: Int) throws(HTTPFailure) {
        guard head.version.major == 1, head.version.minor <= 1 else {
            throw HTTPFailure(.httpVersionNotSupported, "Only HTTP/1.1 and HTTP/1.0 are spoken here.")
        }
        let isOldVersion = head.version.minor == 0
        var facts = Facts()
        for (name, value) in head.headers { try facts.note(name, value) }
        guard facts.hosts == 1 || (isOldVersion && facts.hosts == 0) else {
            throw .badRequest(
                facts.hosts == 0 ? "The Host field is missing." : "The Host field stands more than once."
            )
        }
        if let length = facts.length, length > bodyLimit { throw Self.tooLarge(limit: bodyLimit) }
        contentLength = facts.length
        keepAlive = isOldVersion ? facts.asksKeepAlive && !facts.asksClose : !facts.asksClose
        // After an upgrade request, taken or not, the parser reads no further.
        if facts.asksUpgrade || head.method == .CONNECT { keepAlive = false }
        guard let expectation = facts.expectation, !isOldVersion else { return }
        guard expectation.lowercased() == "100-continue" else {
            throw HTTPFailure(.expectationFailed, "Only the expectation 100-continue is known.")
        }
        expectsContinue = true
    }

    static func tooLarge(limit: Int) -> HTTPFailure {
        HTTPFailure(.payloadTooLarge, "The body is larger than the limit of \(limit) bytes.")
    }

    private struct Facts {
        var hosts = 0
        var length: Int?
        var asksClose = false
        var asksKeepAlive = false
        var asksUpgrade = false
        var expectation: String?

        /// Sorted by length first: most fields are none of these.
        mutating func note(_ name: String, _ value: String) throws(HTTPFailure) {
            switch name.utf8.count {
            case 4 where name.lowercased() == "host": hosts += 1
            case 6 where name.lowercased() == "expect": expectation = value
            case 7 where name.lowercased() == "upgrade": asksUpgrade = true
            case 10 where name.lowercased() == "connection":
                for option in value.split(separator: ",") {
                    switch option.lowercased().trimmingSpaces() {
                    case "close": asksClose = true
                    case "keep-alive": asksKeepAlive = true
                    default: break
                    }
                }
            case 14 where name.lowercased() == "content-length":
                guard let number = Int(value), number >= 0 else {
                    throw .badRequest("Content-Length is not a number.")
                }
                length = number
            default: break
            }
        }
    }
}
