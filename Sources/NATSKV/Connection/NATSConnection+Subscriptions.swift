package import NATSWire
package import NIOCore

/// Names a subscription on one connection.
package struct SubscriptionToken: Hashable, Sendable {
    let identifier: UInt64
}

/// What is subscribed to, by the identifier that the server puts into every message.
struct SubscriptionTable {
    struct Subscription {
        var subject: String
        var queue: String?
        var onMessage: (MessageFrame) -> Void
        var onEnd: ((NATSError) -> Void)?
    }

    private(set) var all: [UInt64: Subscription] = [:]
    private var lastIdentifier: UInt64 = NATSConnection.inboxIdentifier

    mutating func insert(_ subscription: Subscription) -> UInt64 {
        lastIdentifier += 1
        all[lastIdentifier] = subscription
        return lastIdentifier
    }

    mutating func remove(_ identifier: UInt64) -> Bool { all.removeValue(forKey: identifier) != nil }

    mutating func removeAll() -> [Subscription] {
        defer { all = [:] }
        return Array(all.values)
    }
}

extension NATSConnection {
    /// Subscribes now and again after every loss of the connection; messages sent in between are lost.
    /// - Parameter onEnd: called when the connection is closed for good.
    package func subscribe(
        _ subject: String,
        queue: String? = nil,
        onEnd: ((NATSError) -> Void)? = nil,
        onMessage: @escaping (MessageFrame) -> Void
    ) -> SubscriptionToken {
        eventLoop.assertInEventLoop()
        let subscription = SubscriptionTable.Subscription(
            subject: subject,
            queue: queue,
            onMessage: onMessage,
            onEnd: onEnd
        )
        let identifier = subscriptions.insert(subscription)
        if machine.isReady {
            FrameEncoder.subscribe(subject, queue: queue, identifier: identifier, to: &outbox.bytes)
            touched()
        }
        return SubscriptionToken(identifier: identifier)
    }

    package func unsubscribe(_ token: SubscriptionToken) {
        eventLoop.assertInEventLoop()
        guard subscriptions.remove(token.identifier), machine.isReady else { return }
        FrameEncoder.unsubscribe(identifier: token.identifier, to: &outbox.bytes)
        touched()
    }

    /// Sends a message and forgets it.
    /// - Returns: `false` if there is no connection or too much waits for the socket; nothing was sent then.
    @discardableResult
    package func publish(
        _ subject: String,
        reply: String? = nil,
        headers: [UInt8]? = nil,
        payload: ByteBuffer? = nil
    ) -> Bool {
        eventLoop.assertInEventLoop()
        guard machine.isReady, !outbox.isCongested else { return false }
        outbox.publish(subject, reply: reply, headers: headers, payload: payload)
        touched()
        return true
    }
}
