import Testing

@testable import Gateway

@Suite("Compression over HTTP/1")
struct CompressionTests {
    private func answer(_ target: String, _ fields: String, _ settings: HTTPSettings = HTTPSettings()) async throws
        -> (head: String, body: [UInt8])
    {
        try await withStubServer(settings) { port, _ in
            try await RawClient.withConnection(to: port) { connection in
                try await connection.send("GET \(target) HTTP/1.1\r\nHost: a\r\n\(fields)Connection: close\r\n\r\n")
                let head = try await connection.read(through: "\r\n\r\n")
                return (head, try await connection.bytesToEnd())
            }
        }
    }

    @Test func `a long body is compressed for a client that takes it`() async throws {
        let (head, body) = try await answer("/big", "Accept-Encoding: gzip, deflate\r\n")
        #expect(head.contains("\r\nContent-Encoding: gzip\r\n"))
        #expect(head.contains("\r\nVary: Accept-Encoding\r\n"))
        #expect(head.contains("\r\nContent-Length: \(body.count)\r\n"))
        #expect(try Inflated.bytes(body, .gzip) == [UInt8](repeating: 0x78, count: 20_000))
    }

    @Test(
        "a long body stays as it is",
        arguments: ["", "Accept-Encoding: br\r\n", "Accept-Encoding: gzip;q=0\r\n", "Accept-Encoding: identity\r\n"]
    )
    func plain(fields: String) async throws {
        let (head, body) = try await answer("/big", fields)
        #expect(!head.contains("Content-Encoding"))
        #expect(head.contains("\r\nVary: Accept-Encoding\r\n"), "a cache must know that there is another form")
        #expect(body.count == 20_000)
    }

    @Test func `a short body is compressed only where the client refuses it plain`() async throws {
        let usual = try await answer("/0123456789012345678901234567890123456789", "Accept-Encoding: gzip\r\n")
        #expect(!usual.head.contains("Content-Encoding") && !usual.head.contains("Vary"))
        let path = "/" + String(repeating: "a", count: 600)
        let forced = try await answer(path, "Accept-Encoding: gzip, identity;q=0\r\n")
        #expect(forced.head.contains("\r\nContent-Encoding: gzip\r\n"))
        #expect(try Inflated.bytes(forced.body, .gzip) == Array("GET \(path) ".utf8))
    }

    @Test func `it can be switched off`() async throws {
        var settings = HTTPSettings()
        settings.compresses = false
        let (head, body) = try await answer("/big", "Accept-Encoding: gzip\r\n", settings)
        #expect(!head.contains("Content-Encoding") && !head.contains("Vary"))
        #expect(body.count == 20_000)
    }

    @Test func `a stream of events is not held back by compression`() async throws {
        try await withStubServer { port, _ in
            try await RawClient.withConnection(to: port) { connection in
                try await connection.send("GET /stream HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
                let head = try await connection.read(through: "\r\n\r\n")
                #expect(!head.contains("Content-Encoding"))
                _ = try await connection.read(through: "1\r\nb\r\n")
            }
        }
    }

    @Test func `HEAD says what GET would`() async throws {
        try await withStubServer { port, _ in
            let fields = "HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
            let head = try await RawClient.exchange(port, "HEAD /big " + fields)
            let get = try await RawClient.exchange(port, "GET /big " + fields)
            let length = { (text: String) in text.split(separator: "\r\n").first { $0.hasPrefix("Content-Length") } }
            #expect(length(head) != nil && length(head) == length(get))
            #expect(head.hasSuffix("\r\n\r\n"))
        }
    }
}
