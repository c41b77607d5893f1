import JSON
import NIOCore
import Testing

@testable import NATSWire

/// INFO and CONNECT.
@Suite struct GreetingTests {
    private func info(_ text: String) throws -> ServerInfo { try ServerInfo(json: ByteBuffer(string: text)) }
    private func options(_ text: String) throws -> ConnectOptions { try ConnectOptions(json: ByteBuffer(string: text)) }

    @Test func `INFO is read as nats-server writes it`() throws {
        let read = try info(
            """
            {"server_id":"NB","server_name":"n1","version":"2.9.10","proto":1,"git_commit":"","go":"go1.19","host":"0.0.0.0",\
            "port":4222,"headers":true,"auth_required":true,"tls_required":true,"max_payload":1048576,"jetstream":true,\
            "client_id":7,"client_ip":"127.0.0.1","nonce":"abc","cluster":"c","connect_urls":["a:1","b:2"],"ldm":true}
            """
        )
        #expect(read.version == "2.9.10")
        #expect(read.supportsHeaders && read.hasJetStream && read.requiresTLS && read.requiresAuthentication)
        #expect(read.maximumPayload == 1_048_576)
        #expect(read.clientID == 7)
        #expect(read.nonce == "abc")
        #expect(read.connectURLs == ["a:1", "b:2"])
        #expect(read.isLameDuck)
        #expect(try ServerInfo(json: ByteBuffer(bytes: read.json())) == read)
    }

    @Test func `what INFO leaves out has the protocol's defaults`() throws {
        let read = try info("{}")
        #expect(!read.supportsHeaders && !read.hasJetStream && !read.isLameDuck)
        #expect(read.maximumPayload == 1_048_576)
        #expect(read.nonce == nil)
        #expect(
            try info("{\"max_payload\":\"many\",\"headers\":1,\"connect_urls\":[1,\"a:1\"]}").connectURLs == ["a:1"]
        )
    }

    @Test func `what CONNECT leaves out has the protocol's defaults`() throws {
        let read = try options("{}")
        #expect(read.isVerbose && read.echoes)
        #expect(!read.isPedantic && !read.supportsHeaders && !read.wantsNoResponders)
        #expect(read.user == nil && read.token == nil)
    }

    @Test func `CONNECT comes back as it went, quotes and line ends included`() throws {
        var written = ConnectOptions()
        written.isVerbose = false
        written.supportsHeaders = true
        written.wantsNoResponders = true
        written.name = "a \"quoted\"\r\nname"
        written.user = "u"
        written.password = "p\u{0}ä"
        written.jwt = "a.b.c"
        written.signature = "sig"
        let json = written.json()
        #expect(!json.contains(0x0A) && !json.contains(0x0D))
        #expect(try ConnectOptions(json: ByteBuffer(bytes: json)) == written)
    }

    @Test(arguments: ["", "[]", "null", "{", "{\"a\":}", "{} x", "\u{FEFF}{}", String(repeating: "[", count: 100_000)])
    func `what is no object is refused`(text: String) {
        #expect(throws: JSONError.self) { try info(text) }
        #expect(throws: JSONError.self) { try options(text) }
    }
}
