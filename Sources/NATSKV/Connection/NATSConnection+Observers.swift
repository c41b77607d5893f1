/// Names an observer of a connection's readiness.
struct StateObserverToken: Hashable {
    let number: UInt64
}

/// Those who want to know when the connection can be used and when it no longer can.
struct StateObservers {
    private(set) var all: [(StateObserverToken, (Bool) -> Void)] = []
    private var last: UInt64 = 0

    mutating func insert(_ observer: @escaping (Bool) -> Void) -> StateObserverToken {
        last += 1
        all.append((StateObserverToken(number: last), observer))
        return StateObserverToken(number: last)
    }

    mutating func remove(_ token: StateObserverToken) {
        all.removeAll { $0.0 == token }
    }
}

extension NATSConnection {
    /// Calls back with `true` after the connection became ready anew and with `false` after it was lost.
    func observe(_ observer: @escaping (Bool) -> Void) -> StateObserverToken {
        observers.insert(observer)
    }

    func removeObserver(_ token: StateObserverToken) {
        observers.remove(token)
    }

    func notify(isReady: Bool) {
        for (_, observer) in observers.all { observer(isReady) }
    }

    /// A name for an ephemeral consumer that no other has.
    func makeConsumerName() -> String { RandomText.make(12, using: &random) }
}
