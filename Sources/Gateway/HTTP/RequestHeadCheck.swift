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

    init(_ head: HTTPRequestHead, _ fields: RequestFields, bodyLimit: Int) throws(HTTPFailure) {
        guard head.version.major == 1, head.version.minor <= 1 else {
            throw .unknownVersion
        }
        let isOldVersion = head.version.minor == 0
        guard fields.hostCount == 1 || (isOldVersion && fields.hostCount == 0) else {
            throw .badRequest(
                fields.hostCount == 0 ? "The Host field is missing." : "The Host field stands more than once."
            )
        }
        guard fields.transferCoding.map({ $0.lowercased() == "chunked" }) ?? true else {
            throw .badRequest("Only the transfer coding \"chunked\" is known.")
        }
        if let length = fields.contentLength {
            guard length >= 0 else { throw .badRequest("Content-Length is not a number.") }
            guard length <= bodyLimit else { throw Self.tooLarge(limit: bodyLimit) }
        }
        contentLength = fields.contentLength
        keepAlive = isOldVersion ? fields.asksKeepAlive && !fields.asksClose : !fields.asksClose
        // After an upgrade request, taken or not, the parser reads no further.
        if fields.asksUpgrade || head.method == .CONNECT { keepAlive = false }
        guard let expectation = fields.expectation, !isOldVersion else { return }
        guard expectation.lowercased() == "100-continue" else {
            throw HTTPFailure(.expectationFailed, "Only the expectation 100-continue is known.")
        }
        expectsContinue = true
    }

    /// Of a plain head, which says nothing that would have to be refused but for its length.
    init(keepAlive: Bool, contentLength: Int?) {
        self.keepAlive = keepAlive
        self.contentLength = contentLength
    }

    static func tooLarge(limit: Int) -> HTTPFailure {
        HTTPFailure(.payloadTooLarge, "The body is larger than the limit of \(limit) bytes.")
    }
}
