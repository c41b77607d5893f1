import Synchronization

/// Whether every event loop reaches NATS: a request may land on any of them.
final class Readiness: Sendable {
    private let reached = Mutex<[Bool]>([])

    /// A place for one event loop, which does not reach NATS yet.
    func join() -> Int {
        reached.withLock { reached in
            reached.append(false)
            return reached.count - 1
        }
    }

    func set(_ place: Int, _ isReached: Bool) {
        reached.withLock { if $0.indices.contains(place) { $0[place] = isReached } }
    }

    /// Why requests cannot be served now, without an address; `nil` when they can.
    var reason: String? {
        let (all, missing) = reached.withLock { reached in (reached.count, reached.count { !$0 }) }
        if missing == 0 { return nil }
        return missing == all ? "NATS does not answer." : "NATS does not answer on \(missing) of \(all) connections."
    }
}
