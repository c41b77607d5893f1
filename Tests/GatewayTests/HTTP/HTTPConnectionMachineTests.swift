import NIOHTTP1
import Testing

@testable import Gateway

@Suite("The machine of an HTTP connection")
struct HTTPConnectionMachineTests {
    private func check(keepAlive: Bool = true, expects: Bool = false, length: Int? = nil) throws -> RequestHeadCheck {
        var head = HTTPRequestHead(version: .http1_1, method: .POST, uri: "/")
        head.headers.add(name: "Host", value: "a")
        if !keepAlive { head.headers.add(name: "Connection", value: "close") }
        if expects { head.headers.add(name: "Expect", value: "100-continue") }
        if let length { head.headers.add(name: "Content-Length", value: "\(length)") }
        return try RequestHeadCheck(head, RequestFields(head.headers), bodyLimit: 10)
    }

    private func answering(keepAlive: Bool = true) throws -> HTTPConnectionMachine {
        var machine = HTTPConnectionMachine(bodyLimit: 10)
        #expect(machine.head(.success(try check(keepAlive: keepAlive))) == .receive(sendContinue: false))
        #expect(machine.end() == .dispatch)
        return machine
    }

    @Test func `one request after another`() throws {
        var machine = HTTPConnectionMachine(bodyLimit: 10)
        for _ in 0..<2 {
            #expect(machine.headBytes() == true)
            #expect(machine.headBytes() == false)
            #expect(machine.head(.success(try check())) == .receive(sendContinue: false))
            #expect(machine.body(bytes: 10) == .keep)
            #expect(machine.takesParts)
            #expect(machine.end() == .dispatch)
            #expect(!machine.takesParts)
            #expect(machine.answered(closing: false) == .next)
        }
        #expect(machine.state == .idle)
    }

    @Test func `a body above the limit is refused and the rest dropped`() throws {
        var machine = HTTPConnectionMachine(bodyLimit: 10)
        _ = machine.head(.success(try check()))
        #expect(machine.body(bytes: 6) == .keep)
        #expect(machine.body(bytes: 5) == .refuse)
        #expect(machine.closesAfterAnswer)
        #expect(machine.answered(closing: true) == .linger)
        #expect(machine.body(bytes: 5) == .drop)
        #expect(machine.end() == .drop)
        #expect(machine.timedOut() == .close)
    }

    @Test func `a wrong head is refused and closes`() {
        var machine = HTTPConnectionMachine(bodyLimit: 10)
        #expect(machine.head(.failure(.badRequest("x"))) == .fail(.badRequest("x")))
        #expect(machine.answered(closing: machine.closesAfterAnswer) == .linger)
    }

    @Test func `100 Continue only where a body is to come`() throws {
        var machine = HTTPConnectionMachine(bodyLimit: 10)
        #expect(machine.head(.success(try check(expects: true, length: 0))) == .receive(sendContinue: false))
        machine = HTTPConnectionMachine(bodyLimit: 10)
        #expect(machine.head(.success(try check(expects: true, length: 3))) == .receive(sendContinue: true))
    }

    @Test func `a client that closed its side gets the answer and then the end`() throws {
        var machine = try answering()
        #expect(machine.clientClosedInput() == .wait)
        #expect(machine.closesAfterAnswer)
        #expect(machine.answered(closing: true) == .close)
    }

    @Test func `a stream is cancelled when its client closes`() throws {
        var machine = try answering()
        machine.streamStarted()
        #expect(machine.clientClosedInput() == .cancel)
        #expect(machine.state == .closed)
    }

    @Test func `what the parser refuses behind a request is answered after it`() throws {
        var machine = try answering()
        #expect(machine.parserFailed() == .wait)
        #expect(machine.answered(closing: false) == .refuseUnreadable)
        #expect(machine.answered(closing: machine.closesAfterAnswer) == .linger)
    }

    @Test func `the end of the connection within a head closes in silence`() {
        var machine = HTTPConnectionMachine(bodyLimit: 10)
        _ = machine.headBytes()
        #expect(machine.clientClosedInput() == .close)
        #expect(machine.parserFailed() == .wait)
    }

    @Test func `time-outs by state`() throws {
        var idle = HTTPConnectionMachine(bodyLimit: 10)
        #expect(idle.timedOut() == .close)
        var head = HTTPConnectionMachine(bodyLimit: 10)
        _ = head.headBytes()
        #expect(head.timedOut() == .refuse)
        #expect(head.timedOut() == .deadline)
        var answering = try answering()
        #expect(answering.timedOut() == .deadline)
        answering.streamStarted()
        #expect(answering.timedOut() == .none)
        answering.channelClosed()
        #expect(answering.timedOut() == .none)
    }

    @Test func `stopping by state`() throws {
        var idle = HTTPConnectionMachine(bodyLimit: 10)
        #expect(idle.stop() == .close)
        var body = HTTPConnectionMachine(bodyLimit: 10)
        _ = body.head(.success(try check()))
        #expect(body.stop() == .none)
        #expect(body.end() == .dispatch)
        #expect(body.answered(closing: body.closesAfterAnswer) == .linger)
        var answering = try answering()
        #expect(answering.stop() == .none)
        #expect(answering.closesAfterAnswer)
        var stream = try self.answering()
        stream.streamStarted()
        #expect(stream.stop() == .endStream)
    }

    @Test(
        "the Connection field",
        arguments: [
            (1, nil, true), (1, "close", false), (1, "Keep-Alive", true), (1, "x, CLOSE", false), (0, nil, false),
            (0, "keep-alive", true), (0, "keep-alive, close", false),
        ] as [(Int, String?, Bool)]
    )
    func keepAlive(minor: Int, field: String?, expected: Bool) throws {
        var head = HTTPRequestHead(version: .init(major: 1, minor: minor), method: .GET, uri: "/")
        head.headers.add(name: "Host", value: "a")
        if let field { head.headers.add(name: "Connection", value: field) }
        #expect(try RequestHeadCheck(head, RequestFields(head.headers), bodyLimit: 0).keepAlive == expected)
    }
}
