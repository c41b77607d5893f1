import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Gateway

@Suite("Plain heads of requests")
struct PlainRequestHeadTests {
    private static let limit = 16 << 10

    private struct Reading {
        var scan: PlainRequestHead.Scan
        var fields: [PlainRequestHead.Field]
    }

    private static func read(_ bytes: [UInt8], limit: Int = limit) -> Reading {
        var fields: [PlainRequestHead.Field] = []
        let scan = PlainRequestHead.scan(bytes.span, limit: limit, fields: &fields)
        return Reading(scan: scan, fields: fields)
    }

    private static func read(_ text: String, limit: Int = limit) -> Reading { read(Array(text.utf8), limit: limit) }

    private static let post = "POST /graphql HTTP/1.1\r\nHost: localhost:9991\r\nContent-Type: application/json\r\n"

    @Test func `a usual head is read whole`() throws {
        let text = Self.post + "Accept: */*\r\nX-Trace:a b\r\ncontent-length:  12\r\nConnection: Close\r\n\r\n"
        let bytes = Array((text + "{\"query\":1}").utf8)
        let reading = Self.read(bytes)
        guard case .head(let head) = reading.scan else {
            Issue.record("not plain: \(reading.scan)")
            return
        }
        #expect(head.isPost)
        #expect(head.length == text.utf8.count)
        #expect(head.contentLength == 12)
        #expect(head.asksClose)
        #expect(bytes[head.target].elementsEqual("/graphql".utf8))
        #expect(bytes[head.host].elementsEqual("localhost:9991".utf8))
        let names = reading.fields.map { String(decoding: bytes[$0.name], as: UTF8.self) }
        #expect(names == ["Content-Type", "Accept", "X-Trace"])
        let values = reading.fields.map { String(decoding: bytes[$0.value], as: UTF8.self) }
        #expect(values == ["application/json", "*/*", "a b"])
    }

    @Test func `every part of a usual head is incomplete`() {
        for text in [
            Self.post + "Content-Length: 5\r\n\r\n",
            "GET /graphql?query=%7Ba%7D HTTP/1.1\r\nHost: a\r\nAccept:\r\n\r\n",
        ] {
            let bytes = Array(text.utf8)
            for count in 0..<bytes.count {
                #expect(Self.read(Array(bytes[..<count])).scan == .incomplete, "the first \(count) bytes of \(text)")
            }
        }
    }

    @Test(arguments: [
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding : chunked\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n Transfer-Encoding: chunked\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nX: a\r\n\tTransfer-Encoding: chunked\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nX: a\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nX: a\rTransfer-Encoding: chunked\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\ncontent-LENGTH: 6\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5 \r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551621\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 5\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost:\r\nContent-Length: 5\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nContent-Length: 5\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nUpgrade: websocket\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: upgrade\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close, X\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nProxy-Connection: close\r\n\r\n",
        "POST /graphql HTTP/1.1\nHost: a\nContent-Length: 5\n\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nX: \u{0}\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nX: \u{e9}\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n: a\r\n\r\n",
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nX(a): a\r\n\r\n",
        "POST  /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
        "POST /graphql  HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
        "POST /graph ql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
        "POST /graphql HTTP/1.0\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
        "POST /graphql HTTP/2.0\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
        "POST /graphql\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
        "POST http://a/graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
        "\r\nPOST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
        "post /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
        "PUT /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
    ])
    func `what could be read in two ways, and all that is rare, is left to the parser`(text: String) {
        #expect(Self.read(text).scan == .unusual)
    }

    @Test func `a head above the limit is left to the parser, complete or not`() {
        let long = Self.post + "X: " + String(repeating: "a", count: 1000)
        #expect(Self.read(long, limit: 1000).scan == .unusual)
        #expect(Self.read(long + "\r\nContent-Length: 5\r\n\r\n", limit: 1000).scan == .unusual)
        let many = Self.post + String(repeating: "a:b\r\n", count: 65) + "Content-Length: 5\r\n\r\n"
        #expect(Self.read(many).scan == .unusual)
    }

    // MARK: Beside NIO's parser

    /// What NIO makes of the bytes.
    private static func parsed(_ bytes: [UInt8]) throws -> [HTTPServerRequestPart] {
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes))
        )
        var parts: [HTTPServerRequestPart] = []
        do {
            try channel.writeInbound(ByteBuffer(bytes: bytes))
            while let part = try channel.readInbound(as: HTTPServerRequestPart.self) { parts.append(part) }
            _ = try channel.finish(acceptAlreadyClosed: true)
        } catch {
            _ = try? channel.finish(acceptAlreadyClosed: true)
            throw error
        }
        return parts
    }

    private static let lines = [
        "Host: a", "host:b.example:80", "Content-Length: 3", "CONTENT-LENGTH:3", "Content-Length: 03", "Accept: */*",
        "Connection: keep-alive", "Connection: close", "Connection: TE", "Transfer-Encoding: chunked", "X-A: b c",
        "X_b:  \"q\", r", "Content-Type: application/json", "Empty:", "Upgrade: h2c", "Expect: 100-continue",
        "User-Agent: curl/8.0", "Accept-Language: en", "Te: trailers", "Trailer: a", "Cookie: a=b; c=d",
    ]
    private static let starts = [
        "POST /graphql HTTP/1.1", "POST /a%20b?c=d&e=f+g,h~i HTTP/1.1", "GET /graphql?query={a} HTTP/1.1",
        "GET /graphql?query=%7Ba%7D HTTP/1.1", "GET // HTTP/1.1", "POST /?? HTTP/1.1", "GET /graphql HTTP/1.0",
    ]

    /// A head of random lines with a body of three bytes, and sometimes a few bytes changed.
    private static func request(_ random: inout SplitMix) -> [UInt8] {
        func pick(_ list: [String]) -> String { list[Int(random.next() % UInt64(list.count))] }
        var text = pick(starts) + "\r\n"
        if random.next() % 8 != 0 { text += "Host: localhost\r\n" }
        if text.hasPrefix("POST"), random.next() % 8 != 0 { text += "Content-Length: 3\r\n" }
        for _ in 0..<Int(random.next() % 4) { text += pick(lines) + "\r\n" }
        var bytes = Array((text + "\r\nabc").utf8)
        if random.next() % 2 == 0 { change(&bytes, 0..<bytes.count, &random) }
        return bytes
    }

    /// Changes one or two bytes of those in the range.
    private static func change(_ bytes: inout [UInt8], _ range: Range<Int>, _ random: inout SplitMix) {
        for _ in 0...Int(random.next() % 2) {
            let place = min(range.lowerBound + Int(random.next() % UInt64(range.count)), bytes.count - 1)
            switch random.next() % 4 {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(Array("\r\n\t :,0aZ".utf8)[Int(random.next() % 9)], at: place)
            default: bytes[place] ^= 1 << UInt8(random.next() % 8)
            }
        }
    }

    @Test func `the parser reads every plain head in the same way`() throws {
        var generator = SystemRandomNumberGenerator()
        let seed = FuzzSettings.seed ?? generator.next()
        var random = SplitMix(state: seed)
        var plain = 0
        for step in 0..<FuzzSettings.rounds(otherwise: 20_000) {
            let bytes = Self.request(&random)
            let reading = Self.read(bytes)
            guard case .head(let head) = reading.scan else { continue }
            plain += 1
            let length = head.contentLength ?? 0
            guard bytes.count >= head.length + length else { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            let note: Comment = "seed \(seed), step \(step): \(text.debugDescription)"
            let parts = try Self.parsed(Array(bytes[..<(head.length + length)]))
            guard case .head(let expected)? = parts.first, case .end(nil)? = parts.last else {
                Issue.record(note)
                continue
            }
            #expect(expected.version == .http1_1, note)
            #expect(expected.method == (head.isPost ? .POST : .GET), note)
            #expect(expected.uri.utf8.elementsEqual(bytes[head.target]), note)
            let body = parts.reduce(0) { count, part in
                if case .body(let bytes) = part { count + bytes.readableBytes } else { count }
            }
            #expect(body == length, note)
            #expect(expected.isKeepAlive == !head.asksClose, note)
            let fields = reading.fields.map { field in
                [field.name, field.value].map { String(decoding: bytes[$0], as: UTF8.self) }
            }
            let framing = ["host", "content-length", "connection"]
            let others = expected.headers.filter { !framing.contains($0.name.lowercased()) }.map {
                [$0.name, $0.value]
            }
            #expect(fields == others, note)
            #expect(expected.headers["host"].map { Array($0.utf8) } == [Array(bytes[head.host])], note)
        }
        #expect(plain > 1000, "seed \(seed)")
    }

    // MARK: Heads that come again

    @Test func `a known head comes again with any length`() throws {
        let first = Array((Self.post + "Content-Length: 5\r\nX: y\r\n\r\n").utf8)
        let known = try #require(Self.known(first))
        for number in ["0", "7", "12", "000000001", "999999999"] {
            let text = Self.post + "Content-Length: \(number)\r\nX: y\r\n\r\n"
            let request = try #require(Self.again(known, text + "{"))
            #expect(request.head === known.head && request.contentLength == Int(number))
            #expect(request.length == text.utf8.count)
            #expect(Self.again(known, text, limit: text.utf8.count - 1) == nil)
            for count in 0..<text.utf8.count {
                #expect(
                    Self.again(known, String(decoding: text.utf8.prefix(count), as: UTF8.self)) == nil,
                    "the first \(count) bytes"
                )
            }
        }
        for number in ["", "1234567890", "1 ", " 1", "+1", "1a", "1\r\n1"] {
            let text = Self.post + "Content-Length: \(number)\r\nX: y\r\n\r\n"
            #expect(Self.again(known, text) == nil, "\(number)")
        }
    }

    private static func known(_ bytes: [UInt8]) -> KnownHead? {
        let reading = read(bytes)
        guard case .head(let plain) = reading.scan else { return nil }
        return KnownHead(plain, plain.requestHead(bytes.span, reading.fields), in: bytes.span)
    }

    private static func again(_ known: KnownHead, _ text: String, limit: Int = limit) -> PlainRequest? {
        known.request(Array(text.utf8).span, limit: limit)
    }

    @Test func `what passes for a known head is read in the same way by itself`() throws {
        var generator = SystemRandomNumberGenerator()
        let seed = FuzzSettings.seed ?? generator.next()
        var random = SplitMix(state: seed)
        var again = 0
        for step in 0..<FuzzSettings.rounds(otherwise: 20_000) {
            let first = Self.request(&random)
            guard let known = Self.known(first), case .head(let plain) = Self.read(first).scan else { continue }
            // Another number, and in half of the rounds other bytes near it or anywhere.
            let number = String(random.next() % (1 << (random.next() % 34)))
            var bytes = first
            bytes.replaceSubrange(plain.lengthDigits, with: number.utf8)
            let near = plain.lengthDigits.lowerBound - 3..<plain.lengthDigits.lowerBound + number.utf8.count + 3
            switch random.next() % 4 {
            case 0: Self.change(&bytes, near, &random)
            case 1: Self.change(&bytes, 0..<bytes.count, &random)
            default: break
            }
            let limit = random.next() % 4 == 0 ? plain.length : Self.limit
            guard let request = known.request(bytes.span, limit: limit) else { continue }
            again += 1
            let text = String(decoding: bytes, as: UTF8.self)
            let note: Comment = "seed \(seed), step \(step): \(text.debugDescription)"
            let reading = Self.read(bytes, limit: limit)
            guard case .head(let other) = reading.scan else {
                Issue.record(note)
                continue
            }
            #expect(request.length == other.length && request.contentLength == other.contentLength, note)
            let head = other.requestHead(bytes.span, reading.fields)
            #expect(request.head.uri == head.uri && request.head.method == head.method, note)
            #expect(request.head.fields == head.fields, note)
            #expect(
                Array(request.head.headers).map { [$0.name, $0.value] }
                    == Array(head.headers).map { [$0.name, $0.value] },
                note
            )
        }
        #expect(again > 500, "seed \(seed)")
    }
}
