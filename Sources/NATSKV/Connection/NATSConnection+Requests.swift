import NATSWire
import NIOCore

extension NATSConnection {
    /// Asks and calls back with the answer, exactly once, unless `cancel` comes first.
    ///
    /// Without a connection the request waits for one until `deadline`. A `read` and a `recognisedWrite` are sent again
    /// when the connection was lost and is back before `deadline`.
    /// - Returns: what names the request for `cancel`; `nil` if it failed already (the callback comes all the same).
    @discardableResult
    func request(_ request: consuming Request<(Reply) -> Void>) -> RequestToken? {
        eventLoop.assertInEventLoop()
        switch machine.phase {
        case .closed, .draining:
            return refuse(request.completion, NATSError(.closed, "the connection is closed", subject: request.subject))
        case .idle, .connecting, .awaitingInfo, .securing, .handshaking, .ready, .leaving, .waiting: break
        }
        if request.size > maximumPayload {
            let text = "\(request.size) bytes with headers, the server takes \(maximumPayload)"
            return refuse(request.completion, NATSError(.valueTooLarge, text, subject: request.subject))
        }
        let completion = request.completion
        let scope = currentScope
        request.scope = scope
        guard !isCongested, let token = requests.insert(request) else {
            return refuse(completion, NATSError(.unavailable, "too many requests are under way"))
        }
        scope?.add(token)
        if canWrite { write(token) }
        armTimer()
        return token
    }

    /// Gives a request up: its callback will not be made. A write that was sent may still happen.
    package func cancel(_ token: RequestToken) {
        eventLoop.assertInEventLoop()
        _ = requests.remove(token)
        checkSettled()
    }

    private func refuse(_ completion: @escaping (Reply) -> Void, _ error: NATSError) -> RequestToken? {
        eventLoop.assumeIsolated().execute { completion(.failure(error)) }
        return nil
    }

    func write(_ token: RequestToken) {
        guard let request = requests[token] else { return }
        FrameEncoder.publish(
            JoinedBytes(request.subjectPrefix, request.subject),
            reply: inbox,
            replyNumber: token.number,
            headers: request.headers,
            payload: request.payload,
            to: &out
        )
        requests.markSent(token)
        if let interval = request.resendInterval {
            requests.resend(token, at: .now() + interval)
            armTimer()
        }
        touched()
    }

    func received(_ message: MessageFrame) {
        guard let identifier = message.numericIdentifier else { return }
        guard identifier == Self.inboxIdentifier else {
            subscriptions.all[identifier]?.onMessage(message)
            return
        }
        guard let token = token(of: message) else { return }
        if message.hasHeaders, message.size <= 64, message.headers?.status == 503 {
            if let (completion, error) = requests.noResponders(token, now: .now()) { completion(.failure(error)) }
            armTimer()
        } else if let request = requests.remove(token) {
            if request.scope == nil, currentScope == nil {
                request.completion(.success(message))
            } else {
                within(request.scope) { request.completion(.success(message)) }
            }
        }
        checkSettled()
    }

    private func token(of message: MessageFrame) -> RequestToken? {
        let subject = message.subjectRange
        guard subject.count > inboxLength else { return nil }
        let digits = (subject.lowerBound + inboxLength)..<subject.upperBound
        return Headers.decimal(message.bytes.readableBytesUInt8Span, digits).map(RequestToken.init)
    }
}
