/// What an observer of a connection is told.
enum ConnectionEvent {
    /// Ready anew: what is subscribed to is subscribed to again.
    case ready
    case lost
    /// Over for good.
    case closed(NATSError)
    /// The server did not take what was published there, and which is no request.
    case refused(subject: String, NATSError)
}

/// Names an observer of a connection.
struct StateObserverToken: Hashable {
    let number: UInt64
}

/// Those who want to know when a connection can be used, when it no longer can, and what the server refuses.
struct StateObservers {
    private(set) var all: [(StateObserverToken, (ConnectionEvent) -> Void)] = []
    private var last: UInt64 = 0

    mutating func insert(_ observer: @escaping (ConnectionEvent) -> Void) -> StateObserverToken {
        last += 1
        all.append((StateObserverToken(number: last), observer))
        return StateObserverToken(number: last)
    }

    mutating func remove(_ token: StateObserverToken) {
        all.removeAll { $0.0 == token }
    }
}

extension NATSConnection {
    /// Calls back with every change of the connection and every refusal of what is no request.
    func observe(_ observer: @escaping (ConnectionEvent) -> Void) -> StateObserverToken {
        observers.insert(observer)
    }

    func removeObserver(_ token: StateObserverToken) {
        observers.remove(token)
    }

    func notify(_ event: ConnectionEvent) {
        for (_, observer) in observers.all { observer(event) }
    }

    /// A name for an ephemeral consumer that no other has.
    func makeConsumerName() -> String { RandomText.make(12, using: &random) }
}
