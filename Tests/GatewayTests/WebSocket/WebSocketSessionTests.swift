import JSON
import Testing

@testable import Gateway

@Suite("graphql-transport-ws session")
struct WebSocketSessionTests {
    static let request = #"{"query":"{ a }"}"#

    /// A session past `connection_init`.
    static func acknowledged(maximumOperations: Int = 10) -> WebSocketSession {
        var session = WebSocketSession(maximumOperations: maximumOperations)
        _ = session.received(#"{"type":"connection_init"}"#)
        return session
    }

    static func subscribe(_ id: String) -> String {
        #"{"id":"\#(id)","type":"subscribe","payload":\#(request)}"#
    }

    static func token(_ action: WebSocketSession.MessageAction) throws -> WebSocketSession.OperationToken {
        guard case .start(let token, _) = action else { throw Unexpected(action: "\(action)") }
        return token
    }

    struct Unexpected: Error { let action: String }

    @Test(
        "connection_init is acknowledged, with or without a payload",
        arguments: [
            #"{"type":"connection_init"}"#, #"{"type":"connection_init","payload":{"a":1}}"#,
            #" {"payload":null, "type":"connection_\u0069nit", "more":[1]} "#,
        ]
    )
    func initialises(message: String) {
        var session = WebSocketSession(maximumOperations: 1)
        #expect(session.received(message) == .send(Array(#"{"type":"connection_ack"}"#.utf8)))
    }

    @Test(
        "a message that breaks the protocol closes with 4400 and says why without quoting it",
        arguments: [
            "", "[]", "{", "1", "null", "{}", #"{"type":1}"#, #"{"type":"start"}"#, #"{"type":"subscribe"}"#,
            #"{"type":"subscribe","id":"1"}"#, #"{"type":"subscribe","id":"","payload":{}}"#,
            #"{"type":"subscribe","id":1,"payload":{}}"#, #"{"type":"subscribe","id":"1","payload":[]}"#,
            #"{"type":"complete"}"#, #"{"type":"ping","payload":1}"#, #"{"type":"ping"} x"#,
        ]
    )
    func invalid(message: String) throws {
        var session = Self.acknowledged()
        guard case .close(let reason) = session.received(message) else {
            Issue.record("\(message) did not close the socket")
            return
        }
        #expect(reason.code == 4400)
        #expect(reason.text.utf8.count <= 123)
        #expect(session.received(#"{"type":"ping"}"#) == .none, "nothing is answered after a close frame")
    }

    @Test("a ping is answered with its payload as written, also before connection_init")
    func pings() {
        var session = WebSocketSession(maximumOperations: 1)
        #expect(session.received(#"{"type":"ping"}"#) == .send(Array(#"{"type":"pong"}"#.utf8)))
        #expect(
            session.received(#"{"type":"ping","payload":{"n": 1.0}}"#)
                == .send(Array(#"{"type":"pong","payload":{"n": 1.0}}"#.utf8))
        )
        #expect(session.received(#"{"type":"pong"}"#) == .none)
    }

    @Test("the order of the handshake is kept")
    func handshake() {
        var early = WebSocketSession(maximumOperations: 1)
        #expect(early.received(Self.subscribe("1")) == .close(.unauthorized))

        var twice = Self.acknowledged()
        #expect(twice.received(#"{"type":"connection_init"}"#) == .close(.tooManyInitialisationRequests))

        var silent = WebSocketSession(maximumOperations: 1)
        #expect(silent.initialisationTimedOut() == .close(.initialisationTimeout))

        var timely = Self.acknowledged()
        #expect(timely.initialisationTimedOut() == .none)
    }

    @Test("an operation's results carry its id until it completes; then the id is free again")
    func operation() throws {
        var session = Self.acknowledged()
        let action = session.received(Self.subscribe("a\\n\u{e9}"))
        let token = try Self.token(action)
        #expect(action == .start(token, request: JSONSlice(unchecked: Array(Self.request.utf8))))
        #expect(
            session.next(token, response: Array(#"{"data":null}"#.utf8))
                == Array("{\"id\":\"a\\n\u{e9}\",\"type\":\"next\",\"payload\":{\"data\":null}}".utf8)
        )
        #expect(session.completed(token) == Array("{\"id\":\"a\\n\u{e9}\",\"type\":\"complete\"}".utf8))
        #expect(session.completed(token) == nil)
        #expect(session.next(token, response: []) == nil)
        let again = try Self.token(session.received(Self.subscribe("a\\n\u{e9}")))
        #expect(again != token)
    }

    @Test("an id in use closes with 4409")
    func duplicate() throws {
        var session = Self.acknowledged()
        _ = try Self.token(session.received(Self.subscribe("1")))
        #expect(session.received(Self.subscribe("1")) == .close(.subscriberAlreadyExists))
        #expect(session.closed().count == 1)
        #expect(session.closed().isEmpty, "each operation is stopped once")
    }

    @Test("complete from the client stops the operation and what comes late is dropped")
    func stopped() throws {
        var session = Self.acknowledged()
        let token = try Self.token(session.received(Self.subscribe("1")))
        #expect(session.received(#"{"type":"complete","id":"1"}"#) == .stop(token))
        #expect(session.received(#"{"type":"complete","id":"1"}"#) == .none)
        #expect(session.next(token, response: []) == nil)
        #expect(session.failed(token, errors: []) == nil)
        #expect(session.malformed(token, reason: "") == .none)
    }

    @Test("an operation that cannot start gives an error and no complete")
    func failed() throws {
        var session = Self.acknowledged()
        let token = try Self.token(session.received(Self.subscribe("1")))
        #expect(
            session.failed(token, errors: Array(#"[{"message":"m"}]"#.utf8))
                == Array(#"{"id":"1","type":"error","payload":[{"message":"m"}]}"#.utf8)
        )
        #expect(session.completed(token) == nil)
    }

    @Test("operations above the limit are refused and the others go on")
    func limited() throws {
        var session = Self.acknowledged(maximumOperations: 1)
        let token = try Self.token(session.received(Self.subscribe("1")))
        guard case .send(let refusal) = session.received(Self.subscribe("2")) else {
            Issue.record("the second operation was not refused")
            return
        }
        #expect(try JSONValue(parsing: refusal)["type"]?.string == "error")
        #expect(session.next(token, response: Array("{}".utf8)) != nil)
    }

    @Test("a closed session names its operations and does nothing more")
    func closed() throws {
        var session = Self.acknowledged()
        let tokens = Set(try ["1", "2"].map { try Self.token(session.received(Self.subscribe($0))) })
        #expect(Set(session.closed()) == tokens)
        #expect(session.received(#"{"type":"connection_init"}"#) == .none)
        #expect(session.initialisationTimedOut() == .none)
        for token in tokens { #expect(session.next(token, response: []) == nil) }
    }
}

extension WebSocketSession {
    fileprivate mutating func received(_ text: String) -> MessageAction {
        received(Array(text.utf8).span)
    }
}
