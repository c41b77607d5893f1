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
    func request(_ request: consuming Request) -> RequestToken? {
        eventLoop.assertInEventLoop()
        if isCallerGone { return nil }
        request.caller = caller
        let exchange = request.exchange
        do throws(NATSError) {
            let begun = try outbox.begin(consume request)
            switch begun.step {
            case .written:
                requestsOfTurn &+= 1
                touched()
            case .waits: write(begun.token)
            case .joined: break
            }
            if begun.isEarliest { armTimer() }
            return begun.token
        } catch {
            later { exchange.failed(with: error) }
            return nil
        }
    }

    /// Gives a request up: its callback will not be made. A write that was sent may still happen.
    func cancel(_ token: RequestToken) {
        eventLoop.assertInEventLoop()
        _ = outbox.requests.remove(token)
        checkSettled()
    }

    /// As above, but the answer is still told, if one comes; it is only not asked for again.
    func abandon(_ token: RequestToken) {
        eventLoop.assertInEventLoop()
        outbox.requests.abandon(token)
        checkSettled()
    }

    /// Tells a failure, in a moment.
    func fail(_ failed: FailedRequest) {
        later(failed.caller) { failed.exchange.failed(with: failed.error) }
    }

    /// Writes a request that is in the table, if there is a connection.
    func write(_ token: RequestToken) {
        guard outbox.gate == .open, outbox.write(token, now: .now()) else { return }
        touched()
        armTimer()
    }

    func received(_ message: MessageFrame) {
        let span = message.bytes.readableBytesUInt8Span
        guard let identifier = Headers.decimal(span, message.identifierRange) else { return }
        guard identifier == Self.inboxIdentifier else {
            subscriptions.all[identifier]?.onMessage(message)
            return
        }
        let subject = message.subjectRange
        guard subject.count > inboxLength,
            let number = Headers.decimal(span, (subject.lowerBound + inboxLength)..<subject.upperBound)
        else { return }
        answered(RequestToken(number: number), by: message)
        checkSettled()
    }

    private func answered(_ token: RequestToken, by message: MessageFrame) {
        // "No responders" has no payload; newer servers add a header that names the subject, however long that is.
        if message.hasHeaders, message.headerRange.count == message.size, message.headers?.status == 503 {
            for failed in outbox.requests.noResponders(token, now: .now()) {
                within(failed.caller) { failed.exchange.failed(with: failed.error) }
            }
            armTimer()
        } else {
            // One by one: the callback of one may give up another.
            while let request = outbox.requests.answered(token) {
                within(request.caller) { request.exchange.answered(by: message) }
                guard request.isShared else { break }
            }
        }
    }
}
