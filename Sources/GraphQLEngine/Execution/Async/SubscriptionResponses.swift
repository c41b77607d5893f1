/// The responses of a subscription as JSON text, one for each event. Each iteration subscribes anew.
public struct SubscriptionResponses<Events: AsyncSequence & Sendable>: AsyncSequence, Sendable
where Events.Element == ResolvedValue {
    public typealias Element = [UInt8]

    let subscription: Subscription
    let executor: AsyncExecutor
    let source: @Sendable (Fetch) async throws -> Events

    public func makeAsyncIterator() -> Iterator {
        Iterator(responses: self)
    }

    public struct Iterator: AsyncIteratorProtocol {
        let responses: SubscriptionResponses
        private var events: Events.AsyncIterator?
        private var isFinished = false

        init(responses: SubscriptionResponses) {
            self.responses = responses
        }

        /// The response to the next event; nil once the source has ended.
        public mutating func next() async throws -> [UInt8]? {
            guard !isFinished else { return nil }
            if events == nil {
                let source = try await responses.source(responses.subscription.source)
                events = source.makeAsyncIterator()
            }
            guard let event = try await events?.next() else {
                isFinished = true
                return nil
            }
            return try await responses.executor.run(responses.subscription.execution { $0.put(event) })
        }
    }
}
