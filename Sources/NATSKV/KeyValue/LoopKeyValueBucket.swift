import JSON
package import NIOCore

/// A Key-Value bucket (ADR-8) on one connection, confined to the connection's event loop.
///
/// Every call must be made on the loop; every callback is made on it, exactly once and never from within the call. A
/// call without connection waits for one until its deadline and then fails with `unavailable`.
package final class LoopKeyValueBucket {
    package let connection: NATSConnection
    package let name: BucketName
    /// Read from the stream's leader, which has every acknowledged write, instead of from any server that has a copy.
    /// Slower, and only of use in a cluster.
    package let readsFromLeader: Bool
    let api: JetStreamAPI
    /// What is known of the stream; asked for by the first operation.
    var facts: StreamFacts?
    /// What is known of how direct gets may be asked.
    var directGetForm = DirectGetForm.untried
    private var factWaiters: [(number: UInt64, waiter: (Result<StreamFacts, NATSError>) -> Void)] = []
    private var factWaiterCount: UInt64 = 0
    private var isAskingForFacts = false
    /// The connection's count of successes when the facts were learnt.
    private var factsReadyCount = 0

    /// - Parameter apiPrefix: what the subjects of JetStream's API begin with; another domain's is `$JS.<domain>.API.`.
    package init(
        connection: NATSConnection,
        name: BucketName,
        apiPrefix: String = "$JS.API.",
        readsFromLeader: Bool = false
    ) {
        self.readsFromLeader = readsFromLeader
        self.connection = connection
        self.name = name
        api = JetStreamAPI(connection: connection, prefix: apiPrefix)
    }

    /// Asks for the bucket's settings, so that the first operation need not.
    /// - Returns through `completion`: `bucketNotFound` if there is no such bucket.
    package func bind(deadline: NIODeadline, completion: @escaping (Result<BucketStatus, NATSError>) -> Void) {
        describe(deadline: deadline) { completion($0.map(\.status)) }
    }

    /// The bucket's settings and sizes as they are now.
    package func status(deadline: NIODeadline, completion: @escaping (Result<BucketStatus, NATSError>) -> Void) {
        bind(deadline: deadline, completion: completion)
    }

    /// What is known of the stream, unless the connection was lost since it was learnt.
    var currentFacts: StreamFacts? { factsReadyCount == connection.readyCount ? facts : nil }

    /// Calls back with what is known of the stream, at once if it is known.
    func withFacts(deadline: NIODeadline, _ completion: @escaping (Result<StreamFacts, NATSError>) -> Void) {
        if let facts {
            // After a loss of the connection the stream may be another one; the old facts serve until that is known.
            if factsReadyCount != connection.readyCount {
                factsReadyCount = connection.readyCount
                connection.within(nil) { describe(deadline: deadline) { _ in } }
            }
            return completion(.success(facts))
        }
        factWaiterCount += 1
        let number = factWaiterCount
        let caller = connection.caller
        let handler = connection.onCancel { [self] in factWaiters.removeAll { $0.number == number } }
        let waiter = { [connection] (result: Result<StreamFacts, NATSError>) in
            connection.forget(handler)
            connection.within(caller) { completion(result) }
        }
        factWaiters.append((number, waiter))
        guard !isAskingForFacts else { return }
        isAskingForFacts = true
        // The question is everybody's who waits: the first one's giving up must not end it.
        connection.within(nil) {
            describe(deadline: deadline) { [self] in tellFactWaiters($0) }
        }
    }

    private func tellFactWaiters(_ result: Result<StreamFacts, NATSError>) {
        isAskingForFacts = false
        let last = factWaiterCount
        // One by one: the callback of one may give up another.
        while let first = factWaiters.first, first.number <= last {
            factWaiters.removeFirst()
            first.waiter(result)
        }
    }

    /// Operations find nobody who answers: the stream may be gone, which the next one asks for first.
    func forgetFacts(after error: NATSError) {
        if error.code == .noResponders { facts = nil }
    }

    /// Keeps what a reply says of the stream.
    func learn(_ reply: Result<JSONValue, NATSError>) -> Result<StreamFacts, NATSError> {
        switch reply {
        case .failure(let error):
            if error.code == .bucketNotFound { facts = nil }
            return .failure(error)
        case .success(let value):
            do {
                let known = try StreamFacts(value, bucket: name, apiPrefix: api.prefix)
                facts = known
                factsReadyCount = connection.readyCount
                return .success(known)
            } catch {
                return .failure(error)
            }
        }
    }
}
