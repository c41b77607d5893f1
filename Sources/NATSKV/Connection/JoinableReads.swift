/// The reads that an equal one may join: those that the socket was not given, with no write behind them.
///
/// A small table that forgets: where more reads fall together than have a place, the older one is not joined. It finds by
/// hashes, which need not be good against an attacker, because no more than `ways` places are looked at.
struct JoinableReads {
    private struct Entry {
        /// The entry counts as long as this is the table's.
        var turn: UInt32 = 0
        var hash: UInt32 = 0
        var token: UInt64 = 0
    }

    private static var ways: Int { 4 }
    private static var size: Int { 256 }

    private var entries: [Entry]
    private var turn: UInt32 = 1

    init() {
        entries = Array(repeating: Entry(), count: Self.size)
    }

    /// From now on none of those put in before is found.
    mutating func removeAll() {
        turn &+= 1
        // So that entries of 2^32 turns ago do not count again.
        if turn == 0 { self = Self() }
    }

    mutating func insert(_ token: RequestToken, hash: UInt32) {
        let start = Self.start(hash)
        var place = start + Int(hash >> 30)
        for index in start..<(start + Self.ways) where entries[index].turn != turn {
            place = index
            break
        }
        entries[place] = Entry(turn: turn, hash: hash, token: token.number)
    }

    /// The first with this hash that `isEqual` agrees to.
    func first(hash: UInt32, where isEqual: (RequestToken) -> Bool) -> RequestToken? {
        let start = Self.start(hash)
        for index in start..<(start + Self.ways) {
            let entry = entries[index]
            guard entry.turn == turn, entry.hash == hash else { continue }
            let token = RequestToken(number: entry.token)
            if isEqual(token) { return token }
        }
        return nil
    }

    private static func start(_ hash: UInt32) -> Int { Int(hash) & (size - ways) }
}
