import NATSWire
import NIOCore

extension NATSConnection {
    /// Asks and calls back with the answer, exactly once, unless `cancel` comes first. Belongs to the token that is worked
    /// under (`within`).
    ///
    /// Without a connection the request waits for one until `deadline`. A `read` and a `recognisedWrite` are sent again
    /// when the connection was lost and is back before `deadline`.
    /// - Returns: what names the request for `cancel`; `nil` if it failed already (the callback comes all the same).
    @discardableResult
    func request(_ request: consuming Request<(Reply) -> Void>) -> RequestToken? {
        eventLoop.assertInEventLoop()
        if isCallerGone { return nil }
        switch machine.phase {
        case .closed, .draining:
            return refuse(request.completion, NATSError(.closed, "the connection is closed", subject: request.subject))
        case .idle, .connecting, .awaitingInfo, .securing, .handshaking, .ready, .leaving, .waiting: break
        }
        if !callerHeaders.isEmpty, let lines = callerHeaders[caller.number] { request.add(lines) }
        if request.size > maximumPayload {
            let text = "\(request.size) bytes with headers, the server takes \(maximumPayload)"
            return refuse(request.completion, NATSError(.valueTooLarge, text, subject: request.subject))
        }
        request.caller = caller
        guard !isCongested, requests.hasRoom(for: request.size) else {
            return refuse(request.completion, NATSError(.unavailable, "too many requests are under way"))
        }
        // Written before it is put into the table: to take it out again for that would copy it.
        let isSent = canWrite && request.resendInterval == nil
        if isSent { encode(request, requests.nextToken) }
        let token = requests.insert(request, isSent: isSent)
        if isSent { touched() } else if canWrite, let token { write(token) }
        armTimer()
        return token
    }

    /// Gives a request up: its callback will not be made. A write that was sent may still happen.
    func cancel(_ token: RequestToken) {
        eventLoop.assertInEventLoop()
        _ = requests.remove(token)
        checkSettled()
    }

    /// As above, but the answer is still told, if one comes; it is only not asked for again.
    func abandon(_ token: RequestToken) {
        eventLoop.assertInEventLoop()
        requests.abandon(token)
        checkSettled()
    }

    /// Tells a failure, in a moment.
    func fail(_ failed: FailedRequest<(Reply) -> Void>) {
        later(failed.caller) { failed.completion(.failure(failed.error)) }
    }

    private func refuse(_ completion: @escaping (Reply) -> Void, _ error: NATSError) -> RequestToken? {
        later { completion(.failure(error)) }
        return nil
    }

    private func encode(_ request: borrowing Request<(Reply) -> Void>, _ token: RequestToken) {
        FrameEncoder.publish(
            JoinedBytes(request.subjectPrefix, request.subject),
            reply: inbox,
            replyNumber: token.number,
            headers: request.headers,
            payload: request.payload,
            to: &out
        )
    }

    func write(_ token: RequestToken) {
        guard let request = requests[token] else { return }
        encode(request, token)
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
        // "No responders" has no payload; newer servers add a header that names the subject, however long that is.
        if message.hasHeaders, message.headerRange.count == message.size, message.headers?.status == 503 {
            if let failed = requests.noResponders(token, now: .now()) {
                within(failed.caller) { failed.completion(.failure(failed.error)) }
            }
            armTimer()
        } else if let request = requests.remove(token) {
            within(request.caller) { request.completion(.success(message)) }
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
