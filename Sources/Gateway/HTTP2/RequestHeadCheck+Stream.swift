import NIOHTTP1

extension RequestHeadCheck {
    /// Checks the head of a request that came by HTTP/2. Its form has been checked already (RFC 9113, section 8.2).
    init(
        stream head: HTTPRequestHead,
        _ fields: RequestFields,
        bodyLimit: Int,
        headerLimit: Int
    ) throws(HTTPFailure) {
        let size = head.headers.reduce(head.uri.utf8.count) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        guard size <= headerLimit else {
            throw HTTPFailure(.requestHeaderFieldsTooLarge, "The head of the request is too large.")
        }
        guard fields.hostCount == 1 else {
            throw .badRequest(
                fields.hostCount == 0 ? "The :authority of the request is missing." : "There is more than one Host."
            )
        }
        if let length = fields.contentLength {
            guard length >= 0 else { throw .badRequest("Content-Length is not a number.") }
            guard length <= bodyLimit else { throw Self.tooLarge(limit: bodyLimit) }
        }
        contentLength = fields.contentLength
        keepAlive = false
        guard let expectation = fields.expectation else { return }
        guard expectation.lowercased() == "100-continue" else {
            throw HTTPFailure(.expectationFailed, "Only the expectation 100-continue is known.")
        }
        expectsContinue = true
    }
}
