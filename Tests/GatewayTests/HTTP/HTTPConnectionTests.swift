import NIOCore
import Testing

@testable import Gateway

@Suite("HTTP/1 over a socket")
struct HTTPConnectionTests {
    private static let post =
        "POST /p HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"

    @Test func `a request is answered and the connection kept`() async throws {
        try await withStubServer { port, _ in
            try await RawClient.withConnection(to: port) { connection in
                for number in 1...3 {
                    try await connection.send("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
                    let (head, body) = try await connection.response()
                    #expect(head.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nDate: "))
                    #expect(!head.contains("Connection"))
                    #expect(body == "GET /\(number) ")
                }
            }
        }
    }

    @Test func `every split of a request's bytes gives the same answer`() async throws {
        try await withStubServer { port, _ in
            let text = Self.post
            for cut in 1..<text.utf8.count {
                let bytes = Array(text.utf8)
                let answer = try await RawClient.withConnection(to: port) { connection in
                    try await connection.send(bytes[..<cut])
                    try await connection.send(bytes[cut...])
                    return try await connection.readToEnd()
                }
                #expect(answer.hasPrefix("HTTP/1.1 200 OK"), "cut at \(cut)")
                #expect(
                    answer.hasSuffix("Connection: close\r\nContent-Length: 13\r\n\r\nPOST /p hello"),
                    "cut at \(cut)"
                )
            }
        }
    }

    @Test func `pipelined requests are answered in order, also behind one that takes long`() async throws {
        try await withStubServer { port, _ in
            try await RawClient.withConnection(to: port) { connection in
                let request = { (path: String) in "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n" }
                try await connection.send(request("/1") + request("/hold") + request("/3") + request("/4"))
                #expect(try await connection.response().body == "GET /1 ")
                let other = try await RawClient.exchange(port, "GET /release HTTP/1.0\r\n\r\n")
                #expect(other.hasSuffix("released"))
                #expect(try await connection.response().body == "held")
                #expect(try await connection.response().body == "GET /3 ")
                #expect(try await connection.response().body == "GET /4 ")
                try await connection.send(request("/5"))
                #expect(try await connection.response().body == "GET /5 ")
            }
        }
    }

    @Test func `requests that differ only in their length are told apart`() async throws {
        try await withStubServer { port, _ in
            let bodies = ["hello", "", "0123456789", "POST /p HTTP/1.1\r\n", "x"]
            let requests = bodies.map { "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: \($0.utf8.count)\r\n\r\n\($0)" }
            let bytes = Array(requests.joined().utf8)
            for cut in stride(from: 1, to: bytes.count, by: 7) {
                try await RawClient.withConnection(to: port) { connection in
                    try await connection.send(bytes[..<cut])
                    try await connection.send(bytes[cut...])
                    for body in bodies {
                        #expect(try await connection.response().body == "POST /p \(body)", "cut at \(cut)")
                    }
                }
            }
        }
    }

    @Test func `a thousand pipelined requests are answered`() async throws {
        try await withStubServer { port, _ in
            try await RawClient.withConnection(to: port) { connection in
                let requests = (0..<1000).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
                try await connection.send(requests)
                for number in 0..<1000 { #expect(try await connection.response().body == "GET /\(number) ") }
            }
        }
    }

    @Test func `a client that takes no answers is not read on`() async throws {
        try await withStubServer { port, _ in
            try await RawClient.withConnection(to: port, receiveBuffer: 8192) { connection in
                let count = 2000
                try await connection.send(
                    String(repeating: "GET /big HTTP/1.1\r\nHost: a\r\n\r\n", count: count)
                )
                // Many turns of the loop, in which 40 MB of answers would have been made.
                var handled = 0
                try await RawClient.withConnection(to: port) { other in
                    for _ in 0..<300 {
                        try await other.send("GET /count HTTP/1.1\r\nHost: a\r\n\r\n")
                        handled = Int(try await other.response().body) ?? 0
                    }
                }
                #expect(handled > 0 && handled < count)
                for _ in 0..<count { #expect(try await connection.response().body.utf8.count == 20_000) }
            }
        }
    }

    @Test(
        "what cannot be read is refused with a GraphQL error and the connection closed",
        arguments: [
            ("GET / HTTP/1.1\r\n\r\n", 400, "Host field is missing"),
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "more than once"),
            ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 400, "HTTP/1.1"),
            ("nonsense\r\n\r\n", 400, "not valid HTTP"),
            ("GET / HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n", 400, "not valid HTTP"),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n", 413, "limit of 100 bytes"),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400, "not valid"),
            (
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
                "not valid"
            ),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400, "not valid"),
            ("POST / HTTP/1.1\r\nHost: a\r\nExpect: magic\r\nContent-Length: 1\r\n\r\n", 417, "100-continue"),
            (
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n"
                    + String(repeating: "x", count: 101)
                    + "\r\n0\r\n\r\n", 413, "limit of 100 bytes"
            ),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "y", count: 2000) + "\r\n\r\n", 431, "too large"),
            ("GET /" + String(repeating: "y", count: 2000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 431, "too large"),
        ]
    )
    func refusals(request: String, status: Int, message: String) async throws {
        var settings = HTTPSettings()
        settings.bodyLimit = 100
        settings.headerLimit = 1000
        try await withStubServer(settings) { port, _ in
            let answer = try await RawClient.exchange(port, request)
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
            #expect(answer.contains("Connection: close\r\n"))
            #expect(answer.contains(#"{"errors":[{"message":""#))
            #expect(answer.contains(message), "\(answer)")
            #expect(answer.contains("Content-Type: application/json"))
        }
    }

    @Test func `an error before the body is in the type that was asked for`() async throws {
        try await withStubServer { port, _ in
            let answer = try await RawClient.exchange(
                port,
                "POST / HTTP/1.1\r\nHost: a\r\nAccept: application/graphql-response+json\r\n"
                    + "Content-Length: 99999999999\r\n\r\n"
            )
            #expect(answer.hasPrefix("HTTP/1.1 413 "))
            #expect(answer.contains("Content-Type: application/graphql-response+json; charset=utf-8"))
        }
    }

    @Test func `a refusal behind a good request waits for its turn`() async throws {
        try await withStubServer { port, _ in
            let answer = try await RawClient.exchange(port, "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nrubbish\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
            #expect(answer.contains("GET /1 HTTP/1.1 400 "))
        }
    }

    @Test func `the body is asked for with 100 Continue`() async throws {
        try await withStubServer { port, _ in
            try await RawClient.withConnection(to: port) { connection in
                try await connection.send(
                    "POST /e HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n"
                )
                #expect(try await connection.read(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
                try await connection.send("ok")
                #expect(try await connection.response().body == "POST /e ok")
            }
        }
    }

    @Test func `HTTP 1.0 closes unless it asks otherwise`() async throws {
        try await withStubServer { port, _ in
            let closed = try await RawClient.exchange(port, "GET /a HTTP/1.0\r\n\r\n")
            #expect(closed.contains("Connection: close\r\n"))
            try await RawClient.withConnection(to: port) { connection in
                try await connection.send("GET /b HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                #expect(try await connection.response().head.contains("Connection: keep-alive\r\n"))
                try await connection.send("GET /c HTTP/1.0\r\n\r\n")
                #expect(try await connection.readToEnd().hasSuffix("GET /c "))
            }
        }
    }

    @Test func `a fit X-Request-Id comes back, another is replaced, and none is given twice`() async throws {
        try await withStubServer { port, _ in
            try await RawClient.withConnection(to: port) { connection in
                var ids: Set<Substring> = []
                for given in ["abc-1", "", "a b", String(repeating: "x", count: 129)] {
                    try await connection.send("GET /a HTTP/1.1\r\nHost: a\r\nX-Request-Id: \(given)\r\n\r\n")
                    let head = try await connection.response().head
                    let id = try #require(head.firstMatch(of: #/X-Request-Id: (\S+)\r\n/#)).1
                    #expect((id == given) == (given == "abc-1"))
                    ids.insert(id)
                }
                #expect(ids.count == 4)
            }
        }
    }

    @Test func `HEAD is answered like GET without the body`() async throws {
        try await withStubServer { port, _ in
            let answer = try await RawClient.exchange(
                port,
                "HEAD /abc HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            )
            #expect(answer.hasSuffix("Content-Length: 10\r\n\r\n"))
        }
    }

    @Test func `a client that has sent all and closed for writing still gets its answer`() async throws {
        try await withStubServer { port, _ in
            let answer = try await RawClient.withConnection(to: port) { connection in
                try await connection.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
                try await connection.finishSending()
                let other = try await RawClient.exchange(port, "GET /release HTTP/1.0\r\n\r\n")
                #expect(other.hasSuffix("released"))
                return try await connection.readToEnd()
            }
            #expect(answer.hasSuffix("held"))
        }
    }

    @Test func `a body that stops gets 408, a head that stops too, and an idle connection is closed`() async throws {
        var settings = HTTPSettings()
        settings.headerTimeout = .milliseconds(50)
        settings.bodyTimeout = .milliseconds(50)
        try await withStubServer(settings) { port, _ in
            let head = try await RawClient.exchange(port, "GET / HTT")
            #expect(head.hasPrefix("HTTP/1.1 408 "))
            let body = try await RawClient.exchange(port, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab")
            #expect(body.hasPrefix("HTTP/1.1 408 "))
        }
        var impatient = HTTPSettings()
        impatient.idleTimeout = .milliseconds(500)
        try await withStubServer(impatient) { port, _ in
            let idle = try await RawClient.exchange(port, "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(idle.hasSuffix("GET /1 "))
        }
    }

    @Test func `a head that stops behind another request gets 408 too`() async throws {
        var settings = HTTPSettings()
        settings.headerTimeout = .milliseconds(50)
        try await withStubServer(settings) { port, _ in
            let quick = try await RawClient.exchange(port, "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HT")
            #expect(quick.contains("GET /1 HTTP/1.1 408 "), "\(quick)")
            let third = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET"
            let twice = try await RawClient.exchange(port, third)
            #expect(twice.contains("GET /2 HTTP/1.1 408 "), "\(twice)")
            let held = try await RawClient.withConnection(to: port) { connection in
                try await connection.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HT")
                while try await !RawClient.exchange(port, "GET /held HTTP/1.0\r\n\r\n").hasSuffix("\r\n\r\n1") {}
                _ = try await RawClient.exchange(port, "GET /release HTTP/1.0\r\n\r\n")
                return try await connection.readToEnd()
            }
            #expect(held.contains("heldHTTP/1.1 408 "), "\(held)")
        }
    }

    @Test func `a connection above the limit gets 503 with a code and Retry-After`() async throws {
        var settings = HTTPSettings()
        settings.connections = 1
        try await withStubServer(settings) { port, _ in
            try await RawClient.withConnection(to: port) { first in
                try await first.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await first.response().body == "GET /1 ")
                let answer = try await RawClient.withConnection(to: port) { try await $0.readToEnd() }
                #expect(answer.hasPrefix("HTTP/1.1 503 "), "\(answer)")
                #expect(answer.contains("Retry-After: 1\r\n"))
                #expect(answer.contains(#""code":"STORE_UNAVAILABLE""#))
            }
        }
    }

    @Test func `only chunks are taken as a transfer coding`() async throws {
        try await withStubServer { port, _ in
            let answer = try await RawClient.exchange(
                port,
                "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"
            )
            #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
            let upper = try await RawClient.exchange(
                port,
                "POST /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n"
            )
            #expect(upper.hasSuffix("POST /a "), "\(upper)")
        }
    }

    @Test func `a request nobody answers is answered when its time is over`() async throws {
        var settings = HTTPSettings()
        settings.requestTimeout = .milliseconds(50)
        try await withStubServer(settings) { port, _ in
            let answer = try await RawClient.exchange(port, "GET /hold HTTP/1.0\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
            #expect(answer.contains("STORE_TIMEOUT"))
        }
    }

    @Test func `more requests in flight than the limit get 503 with Retry-After`() async throws {
        var settings = HTTPSettings()
        settings.inFlight = 1
        settings.requestTimeout = .seconds(30)
        try await withStubServer(settings) { port, listener in
            try await RawClient.withConnection(to: port) { first in
                try await first.send(
                    "POST /hold HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n"
                )
                _ = try await first.read(through: "\r\n\r\n")
                try await first.send("x")
                var answer = ""
                repeat {
                    answer = try await RawClient.exchange(port, "GET /other HTTP/1.0\r\n\r\n")
                } while answer.hasPrefix("HTTP/1.1 200 ")
                #expect(answer.hasPrefix("HTTP/1.1 503 "))
                #expect(answer.contains("Retry-After: 1\r\n"))
                #expect(answer.contains(#""code":"STORE_UNAVAILABLE""#))
            }
        }
    }

    /// Sends a request that the stub holds, and returns once the stub has it.
    private func hold(_ path: String, on connection: RawClient.Connection, port: Int) async throws {
        try await connection.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
        while try await !RawClient.exchange(port, "GET /held HTTP/1.0\r\n\r\n").hasSuffix("\r\n\r\n1") {}
    }

    @Test func `stopping waits for the request in flight`() async throws {
        try await withStubServer { port, listener in
            try await RawClient.withConnection(to: port) { connection in
                try await hold("/until-stopping", on: connection, port: port)
                async let stopped: Void = listener.stop(within: .seconds(30))
                let answer = try await connection.response()
                #expect(answer.head.hasPrefix("HTTP/1.1 200 "))
                #expect(answer.head.contains("Connection: close\r\n"))
                #expect(answer.body == "late")
                #expect(try await connection.readToEnd() == "")
                await stopped
            }
        }
    }

    @Test func `stopping waits only so long`() async throws {
        try await withStubServer { port, listener in
            try await RawClient.withConnection(to: port) { connection in
                try await hold("/hold", on: connection, port: port)
                await listener.stop(within: .milliseconds(10))
                #expect(try await connection.readToEnd() == "")
            }
        }
    }

    @Test func `a stream is chunked, its head comes first, and shutdown ends it in order`() async throws {
        try await withStubServer { port, listener in
            try await RawClient.withConnection(to: port) { connection in
                try await connection.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
                let head = try await connection.read(through: "\r\n\r\n")
                #expect(head.contains("Content-Type: text/event-stream; charset=utf-8\r\n"))
                #expect(head.contains("Transfer-Encoding: chunked\r\n"))
                #expect(try await connection.read(through: "b\r\n") == "1\r\na\r\n1\r\nb\r\n")
                async let stopped: Void = listener.stop(within: .seconds(5))
                #expect(try await connection.readToEnd() == "3\r\nbye\r\n0\r\n\r\n")
                await stopped
            }
        }
    }

    @Test func `a stream to an HTTP 1.0 client ends with the connection`() async throws {
        try await withStubServer { port, listener in
            try await RawClient.withConnection(to: port) { connection in
                try await connection.send("GET /stream HTTP/1.0\r\n\r\n")
                let head = try await connection.read(through: "\r\n\r\n")
                #expect(!head.contains("chunked"))
                #expect(try await connection.read(through: "ab") == "ab")
                async let stopped: Void = listener.stop(within: .seconds(5))
                #expect(try await connection.readToEnd() == "bye")
                await stopped
            }
        }
    }
}
