/// The servers that a connection may use, in the order in which they are to be tried.
struct ServerPool {
    struct Entry: Hashable {
        var address: ServerAddress
        /// Announced by a server, not configured; forgotten when no server announces it any more.
        var isAnnounced: Bool
        /// The last refusal of the credentials; the same one twice ends the attempts at this server.
        var refusal: String?
    }

    private(set) var entries: [Entry]
    private var triedInRound = 0

    init(_ addresses: [ServerAddress]) {
        entries = []
        for address in addresses where !entries.contains(where: { $0.address == address }) {
            entries.append(Entry(address: address, isAnnounced: false))
        }
    }

    /// The server to try now.
    var current: ServerAddress? { entries.first?.address }
    var isEmpty: Bool { entries.isEmpty }

    /// The current server failed: the next one is to be tried.
    /// - Returns: whether all have been tried since the last success, so that a wait is due.
    mutating func advance() -> Bool {
        guard !entries.isEmpty else { return true }
        entries.append(entries.removeFirst())
        triedInRound += 1
        guard triedInRound >= entries.count else { return false }
        triedInRound = 0
        return true
    }

    /// The current server accepted the connection.
    mutating func succeeded() {
        triedInRound = 0
        if !entries.isEmpty { entries[0].refusal = nil }
    }

    /// The current server does not let the client in.
    /// - Returns: whether it did so before with the same words.
    mutating func refused(_ text: String) -> Bool {
        guard !entries.isEmpty else { return true }
        if entries[0].refusal == text { return true }
        entries[0].refusal = text
        return false
    }

    mutating func removeCurrent() {
        guard !entries.isEmpty else { return }
        entries.removeFirst()
        triedInRound = min(triedInRound, entries.count)
    }

    /// Takes over what a server announced: new ones are added at random places behind the current one, announced ones
    /// that are gone are dropped, except for the one in use.
    mutating func announce(_ urls: [String], using random: inout some RandomNumberGenerator) {
        guard !urls.isEmpty else { return }
        let requiresTLS = current?.requiresTLS ?? false
        var announced: [ServerAddress] = []
        for url in urls {
            guard var address = try? ServerAddress(url: url) else { continue }
            address.requiresTLS = requiresTLS
            announced.append(address)
        }
        func isSame(_ one: ServerAddress, _ two: ServerAddress) -> Bool { one.host == two.host && one.port == two.port }
        let inUse = current
        entries.removeAll { entry in
            entry.isAnnounced && entry.address != inUse && !announced.contains { isSame($0, entry.address) }
        }
        for address in announced where !entries.contains(where: { isSame($0.address, address) }) {
            let place = entries.isEmpty ? 0 : Int.random(in: 1...entries.count, using: &random)
            entries.insert(Entry(address: address, isAnnounced: true), at: place)
        }
    }
}
