import Testing

@testable import NATSKV

@Suite struct ServerPoolTests {
    private func pool(_ urls: String) throws -> ServerPool { ServerPool(try ServerAddress.list(urls)) }

    @Test func `goes round, and says when all have been tried`() throws {
        var pool = try pool("a:1,b:1,a:1")
        #expect(pool.entries.count == 2)
        let first = pool.advance()
        #expect(!first)
        #expect(pool.current?.host == "b")
        let second = pool.advance()
        #expect(second)
        #expect(pool.current?.host == "a")
    }

    @Test func `takes in announced servers and drops those that vanish`() throws {
        var random = SeededRandom(state: 1)
        var pool = try pool("a:1")
        pool.announce(["a:1", "b:1", "c:1", "not a url"], using: &random)
        #expect(Set(pool.entries.map(\.address.host)) == ["a", "b", "c"])
        #expect(pool.current?.host == "a")
        pool.announce(["c:1"], using: &random)
        #expect(Set(pool.entries.map(\.address.host)) == ["a", "c"])
        pool.announce([], using: &random)
        #expect(pool.entries.count == 2)
    }

    @Test(arguments: [
        ("nats://h", "h", 4222, false), ("h:1", "h", 1, false), ("tls://h:5", "h", 5, true),
        ("nats://[::1]:7", "::1", 7, false), ("nats://u:p@h:1/", "h", 1, false), ("nats://h/", "h", 4222, false),
    ])
    func `addresses are read`(url: String, host: String, port: Int, isTLS: Bool) throws {
        let address = try ServerAddress(url: url)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.requiresTLS == isTLS)
    }

    @Test(arguments: [
        "", "nats://", "http://h", "nats://h:0", "nats://h:70000", "nats://h:x", "nats://[::1", "a b", "h/x",
    ])
    func `other addresses are refused`(url: String) {
        #expect(throws: NATSError.self) { try ServerAddress(url: url) }
    }

    @Test func `a refused address does not show its password`() {
        do {
            _ = try ServerAddress(url: "nats://user:hunter2@h:x")
            Issue.record("accepted")
        } catch {
            #expect(!"\(error)".contains("hunter2"))
        }
    }
}
