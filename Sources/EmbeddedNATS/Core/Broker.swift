/// Who gets which message: all subscriptions of all sessions.
struct Broker {
    typealias SessionID = Int

    struct Subscription {
        let session: SessionID
        /// What the client calls it.
        let identifier: ExactString
        let filter: String
        let queue: ExactString?
        fileprivate(set) var delivered = 0
        /// The subscription ends after so many deliveries.
        fileprivate(set) var maximum: Int?
    }

    private var trie = SubjectTrie<Int>()
    private var subscriptions: [Subscription?] = []
    private var unused: [Int] = []
    private var sessions: [SessionID: [ExactString: Int]] = [:]
    private var matches: [Int] = []
    private var random: any RandomNumberGenerator

    /// `random` picks the members of queue groups.
    init(random: any RandomNumberGenerator = SystemRandomNumberGenerator()) { self.random = random }

    var subscriptionCount: Int { trie.count }

    /// How many subscriptions a session has.
    func subscriptionCount(of session: SessionID) -> Int { sessions[session]?.count ?? 0 }

    /// A name in use changes nothing. Returns whether the subscription is new.
    @discardableResult
    mutating func subscribe(
        _ session: SessionID,
        filter: String,
        queue: ExactString?,
        identifier: ExactString
    ) -> Bool {
        guard sessions[session]?[identifier] == nil else { return false }
        let subscription = Subscription(session: session, identifier: identifier, filter: filter, queue: queue)
        let slot: Int
        if let free = unused.popLast() {
            slot = free
            subscriptions[slot] = subscription
        } else {
            slot = subscriptions.count
            subscriptions.append(subscription)
        }
        sessions[session, default: [:]][identifier] = slot
        trie.insert(slot, for: filter)
        return true
    }

    /// Ends a subscription, at once or after `maximum` deliveries. Returns its filter if it ended now.
    mutating func unsubscribe(_ session: SessionID, identifier: ExactString, maximum: Int?) -> String? {
        guard let slot = sessions[session]?[identifier], let subscription = subscriptions[slot] else { return nil }
        if let maximum, maximum > subscription.delivered {
            subscriptions[slot]?.maximum = maximum
            return nil
        }
        erase(slot)
        return subscription.filter
    }

    /// Ends all subscriptions of a session; returns their filters.
    mutating func remove(_ session: SessionID) -> [String] {
        let slots = sessions[session]?.values.map { $0 } ?? []
        let filters = slots.compactMap { subscriptions[$0]?.filter }
        for slot in slots { erase(slot) }
        sessions[session] = nil
        return filters
    }

    /// Whether anybody subscribes to exactly this subject, in the group `queue` or, where that is `nil`, in none.
    /// nats-server's push consumers look for nothing else: a wildcard is not enough.
    func hasInterest(in subject: String, queue: ExactString?) -> Bool {
        var found = false
        trie.forEach(under: subject) { slot in
            if let subscription = subscriptions[slot], subscription.queue == queue { found = true }
        }
        return found
    }

    /// Calls `body` with each subscription that gets a message on the literal `subject`: all without a group, and one
    /// of each group. `excluded` gets none. Returns the filters of the subscriptions that reached their maximum.
    mutating func deliver(
        _ subject: String,
        excluding excluded: SessionID?,
        _ body: (borrowing Subscription) -> Void
    ) -> (count: Int, ended: [String]) {
        var found = matches
        matches = []
        found.removeAll(keepingCapacity: true)
        trie.forEachMatch(of: subject) { found.append($0) }
        defer { matches = found }
        var count = 0
        var ended: [String] = []
        var groups: [ExactString: [Int]] = [:]
        for slot in found {
            guard let subscription = subscriptions[slot], subscription.session != excluded else { continue }
            if let queue = subscription.queue {
                groups[queue, default: []].append(slot)
                continue
            }
            deliver(slot, &count, &ended, body)
        }
        for members in groups.values {
            let pick = members.count == 1 ? 0 : Int(random.next(upperBound: UInt64(members.count)))
            deliver(members[pick], &count, &ended, body)
        }
        return (count, ended)
    }

    private mutating func deliver(
        _ slot: Int,
        _ count: inout Int,
        _ ended: inout [String],
        _ body: (borrowing Subscription) -> Void
    ) {
        guard let subscription = subscriptions[slot] else { return }
        body(subscription)
        count += 1
        let delivered = subscription.delivered + 1
        subscriptions[slot]?.delivered = delivered
        if let maximum = subscription.maximum, delivered >= maximum {
            ended.append(subscription.filter)
            erase(slot)
        }
    }

    private mutating func erase(_ slot: Int) {
        guard let subscription = subscriptions[slot] else { return }
        trie.remove(slot, for: subscription.filter)
        sessions[subscription.session]?[subscription.identifier] = nil
        subscriptions[slot] = nil
        unused.append(slot)
    }
}
