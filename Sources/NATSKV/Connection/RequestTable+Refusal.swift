extension RequestTable {
    /// The server has not taken what was sent to this subject: the requests that wait for an answer to it are over.
    mutating func refused(on subject: String, _ cause: NATSError) -> [FailedRequest] {
        var failed: [FailedRequest] = []
        for token in sent() where self[token]?.exchange.subject == subject {
            while let request = remove(token) {
                failed.append(FailedRequest(request, Self.refusal(of: request, subject, cause)))
            }
        }
        return failed
    }

    private static func refusal(of request: Request, _ subject: String, _ cause: NATSError) -> NATSError {
        // An attempt before, on a connection that may have had other permissions, may have been stored.
        guard request.kind == .read || request.openAttempts <= 1 else {
            let text = "an attempt got no answer, and the next one was refused"
            return NATSError(.outcomeUnknown, text, subject: subject, underlying: cause)
        }
        return NATSError(.authorization, "the server does not permit it", subject: subject, underlying: cause)
    }
}
