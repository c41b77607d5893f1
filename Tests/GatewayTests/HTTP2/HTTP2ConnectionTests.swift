import NIOCore
import NIOHTTP1
import NIOHTTP2
import Testing

@testable import Gateway

@Suite("HTTP/2 over a socket")
struct HTTP2ConnectionTests {
    @Test func `prior knowledge on the port of HTTP/1 is understood, and HTTP/1 beside it`() async throws {
        try await withStubServer { port, _ in
            try await HTTP2Client.with(port) { client in
                for number in 1...3 {
                    let response = try await client.send(.POST, "/\(number)", body: "hello")
                    #expect(response.status == 200)
                    #expect(response.text == "POST /\(number) hello")
                    #expect(response.headers["content-type"] == ["text/plain; charset=utf-8"])
                    #expect(response.headers["content-length"] == ["13"])
                    #expect(response.headers["date"].count == 1)
                }
            }
            let other = try await RawClient.exchange(port, "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(other.hasSuffix("GET /a "))
        }
    }

    @Test func `every split of the preface is understood`() async throws {
        let preface = HTTP2Pipeline.preface + [0, 0, 0, 4, 0, 0, 0, 0, 0]
        try await withStubServer { port, _ in
            for cut in 1..<preface.count {
                try await RawClient.withConnection(to: port) { connection in
                    try await connection.send(preface[..<cut])
                    try await connection.send(preface[cut...])
                    // The server's settings, and the acknowledgement of the client's.
                    let settings = try await connection.read(count: 9)
                    #expect(settings[3] == 4, "cut at \(cut)")
                    _ = try await connection.read(count: Int(settings[2]))
                    #expect(try await connection.read(count: 9)[3...] == [4, 1, 0, 0, 0, 0], "cut at \(cut)")
                }
            }
        }
    }

    @Test(
        "what only begins like the preface is HTTP/1",
        arguments: ["PUT /p HTTP/1.1\r\n", "POST /p HTTP/1.1\r\n", "PRI /p HTTP/1.1\r\n", "PRI * HTTP/2.0\r\n"]
    )
    func almost(line: String) async throws {
        try await withStubServer { port, _ in
            let answer = try await RawClient.exchange(port, line + "Host: a\r\nConnection: close\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 "))
        }
    }

    @Test func `a preface that stops half way is refused in time`() async throws {
        var settings = HTTPSettings()
        settings.headerTimeout = .milliseconds(50)
        try await withStubServer(settings) { port, _ in
            let answer = try await RawClient.exchange(port, "PRI * HT")
            #expect(answer.hasPrefix("HTTP/1.1 408"))
        }
    }

    @Test func `requests of one connection are answered beside one another`() async throws {
        try await withStubServer { port, _ in
            try await HTTP2Client.with(port) { client in
                async let held = client.send(.GET, "/hold")
                while try await client.send(.GET, "/held").text != "1" {}
                #expect(try await client.send(.GET, "/release").text == "released")
                #expect(try await held.text == "held")
            }
        }
    }

    @Test func `a body above the limit is 413, announced or not, and the connection stays`() async throws {
        var settings = HTTPSettings()
        settings.bodyLimit = 10
        try await withStubServer(settings) { port, _ in
            try await HTTP2Client.with(port) { client in
                let announced = try await client.send(.POST, "/a", [("content-length", "11")], finishes: false)
                #expect(announced.status == 413)
                let long = try await client.send(.POST, "/a", body: "12345678901", finishes: false)
                #expect(long.status == 413)
                #expect(long.text.contains("larger than the limit of 10 bytes"))
                let answer1 = try await client.send(.POST, "/a", body: "1234567890").status
                #expect(answer1 == 200)
            }
        }
    }

    @Test func `a head above the limit is 431`() async throws {
        var settings = HTTPSettings()
        settings.headerLimit = 1000
        try await withStubServer(settings) { port, _ in
            try await HTTP2Client.with(port) { client in
                let field = String(repeating: "x", count: 1000)
                let answer2 = try await client.send(.GET, "/a", [("x-long", field)]).status
                #expect(answer2 == 431)
                let answer3 = try await client.send(.GET, "/a").status
                #expect(answer3 == 200)
            }
        }
    }

    @Test func `a body that does not come is 408`() async throws {
        var settings = HTTPSettings()
        settings.bodyTimeout = .milliseconds(50)
        try await withStubServer(settings) { port, _ in
            try await HTTP2Client.with(port) { client in
                let answer4 = try await client.send(.POST, "/a", body: "1", finishes: false).status
                #expect(answer4 == 408)
                let answer5 = try await client.send(.GET, "/a").status
                #expect(answer5 == 200)
            }
        }
    }

    @Test func `more requests in flight than allowed are 503`() async throws {
        var settings = HTTPSettings()
        settings.inFlight = 1
        try await withStubServer(settings) { port, _ in
            try await HTTP2Client.with(port) { client in
                async let held = client.send(.GET, "/until-stopping")
                while true {
                    let other = try await client.send(.GET, "/a")
                    guard other.status == 503 else { continue }
                    #expect(other.headers["retry-after"] == ["1"])
                    break
                }
                try await client.channel.close()
                _ = try? await held
            }
        }
    }

    @Test func `an idle connection is told to go`() async throws {
        var settings = HTTPSettings()
        settings.idleTimeout = .seconds(1)
        try await withStubServer(settings) { port, _ in
            try await HTTP2Client.with(port) { client in
                // On a busy machine the time may be over before the first request.
                if let answer = try? await client.send(.GET, "/a") { #expect(answer.status == 200) }
                _ = try await client.leaving.get()
                try await client.channel.closeFuture.get()
            }
        }
    }

    @Test func `events are streamed, and end in order when the server stops`() async throws {
        try await withStubServer { port, listener in
            try await HTTP2Client.with(port) { client in
                try await client.stream { inbound, outbound in
                    let head = HTTPRequestHead(version: .http2, method: .GET, uri: "/stream", headers: ["host": "a"])
                    try await outbound.write(.head(head))
                    try await outbound.write(.end(nil))
                    var text = ""
                    var stopping: Task<Void, Never>?
                    for try await part in inbound {
                        guard case .body(let bytes) = part else { continue }
                        text += String(buffer: bytes)
                        if text == "ab" { stopping = Task { await listener.stop(within: .seconds(5)) } }
                    }
                    #expect(text == "abbye")
                    await stopping?.value
                }
                _ = try await client.leaving.get()
                try await client.channel.closeFuture.get()
            }
        }
    }

    @Test func `a request in flight is answered when the server stops`() async throws {
        try await withStubServer { port, listener in
            try await HTTP2Client.with(port) { client in
                async let held = client.send(.GET, "/until-stopping")
                while try await client.send(.GET, "/held").text != "1" {}
                await listener.stop(within: .seconds(5))
                #expect(try await held.text == "late")
                _ = try await client.leaving.get()
            }
        }
    }

    @Test func `a client that resets stream after stream is told to go`() async throws {
        try await withStubServer { port, _ in
            try await RawClient.withConnection(to: port) { connection in
                try await connection.send(HTTP2Pipeline.preface + [0, 0, 0, 4, 0, 0, 0, 0, 0])
                var frames: [UInt8] = []
                for index in 0..<400 {
                    let stream = UInt8(index >> 7 & 0xFF)
                    let low = UInt8(index << 1 & 0xFF) | 1
                    // GET http / of authority "a", all from the static table but the last.
                    let block: [UInt8] = [0x82, 0x86, 0x84, 0x41, 0x01, 0x61]
                    frames += [0, 0, UInt8(block.count), 1, 5, 0, 0, stream, low] + block
                    frames += [0, 0, 4, 3, 0, 0, 0, stream, low, 0, 0, 0, 8]
                }
                try await connection.send(frames)
                let answer = try await connection.bytesToEnd()
                // The last frame is GOAWAY with ENHANCE_YOUR_CALM.
                var (at, last): (Int, [UInt8]) = (0, [])
                while at + 9 <= answer.count {
                    let length = Int(answer[at]) << 16 | Int(answer[at + 1]) << 8 | Int(answer[at + 2])
                    last = Array(answer[at..<min(answer.count, at + 9 + length)])
                    at += 9 + length
                }
                #expect(last.count >= 17 && last[3] == 7 && last[16] == 11, "\(last)")
            }
            let other = try await RawClient.exchange(port, "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(other.hasSuffix("GET /a "))
        }
    }

    @Test func `a long body is compressed, with the same fields as over HTTP/1`() async throws {
        try await withStubServer { port, _ in
            try await HTTP2Client.with(port) { client in
                let response = try await client.send(.GET, "/big", [("accept-encoding", "gzip")])
                #expect(response.headers["content-encoding"] == ["gzip"])
                #expect(response.headers["vary"] == ["Accept-Encoding"])
                #expect(try Inflated.bytes(response.body, .gzip).count == 20_000)
                #expect(
                    try await client.send(.GET, "/a", [("x-request-id", "mine")]).headers["x-request-id"] == ["mine"]
                )
            }
        }
    }
}
