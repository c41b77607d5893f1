import JSON

/// One socket of the `graphql-transport-ws` protocol: client messages and the operations' results in, actions out.
/// Knows no socket, clock or task.
///
/// An operation is known to the client by its `id`, which it may use again once the operation has ended, and to the
/// host by a token that is never used again: what comes late for an ended operation is dropped here.
struct WebSocketSession {
    /// Identifies one operation of this socket, for ever.
    struct OperationToken: Hashable, Sendable {
        fileprivate let number: UInt64
    }

    private enum Phase {
        case awaitingInit
        case acknowledged
        /// A close frame was sent or the socket is gone; nothing is read or sent any more.
        case closed
    }

    private var phase = Phase.awaitingInit
    // Beside the phase and not inside it: an associated value would be copied whole at each change.
    private var tokens: [String: OperationToken] = [:]
    private var ids: [OperationToken: String] = [:]
    private var lastToken: UInt64 = 0
    /// The greatest number of operations at once.
    private let maximumOperations: Int

    init(maximumOperations: Int) {
        self.maximumOperations = maximumOperations
    }

    enum MessageAction: Equatable {
        case none
        case send([UInt8])
        /// Start the operation and report what it gives under this token.
        case start(OperationToken, request: JSONSlice)
        /// The client wants no more of it.
        case stop(OperationToken)
        /// Send a close frame, then call `closed()` and stop what it names.
        case close(WebSocketCloseReason)
    }

    /// A text message arrived whole.
    mutating func received(_ text: Span<UInt8>) -> MessageAction {
        if phase == .closed { return .none }
        let message: WebSocketClientMessage
        do {
            message = try WebSocketClientMessage(text)
        } catch {
            return close(.invalidMessage(error.rawValue))
        }
        switch message {
        case .connectionInit: return initialise()
        case .ping(let payload): return .send(WebSocketServerMessage.pong(payload: payload))
        case .pong: return .none
        case .subscribe(let id, let request): return subscribe(id, request)
        case .complete(let id): return completedByClient(id)
        }
    }

    /// The time for `connection_init` is over.
    mutating func initialisationTimedOut() -> MessageAction {
        switch phase {
        case .awaitingInit: close(.initialisationTimeout)
        case .acknowledged, .closed: .none
        }
    }

    private mutating func initialise() -> MessageAction {
        switch phase {
        case .awaitingInit:
            phase = .acknowledged
            return .send(WebSocketServerMessage.connectionAck)
        case .acknowledged: return close(.tooManyInitialisationRequests)
        case .closed: return .none
        }
    }

    private mutating func subscribe(_ id: String, _ request: JSONSlice) -> MessageAction {
        switch phase {
        case .awaitingInit: return close(.unauthorized)
        case .closed: return .none
        case .acknowledged:
            guard tokens[id] == nil else { return close(.subscriberAlreadyExists) }
            guard tokens.count < maximumOperations else { return .send(tooMany(id)) }
            lastToken += 1
            let token = OperationToken(number: lastToken)
            tokens[id] = token
            ids[token] = id
            return .start(token, request: request)
        }
    }

    private mutating func completedByClient(_ id: String) -> MessageAction {
        // An id that is not running is no error: both sides may complete at the same moment.
        guard let token = tokens.removeValue(forKey: id) else { return .none }
        ids[token] = nil
        return .stop(token)
    }

    /// What an operation gave; `nil` where the client has ended it meanwhile and nothing is to be sent.
    mutating func next(_ token: OperationToken, response: [UInt8]) -> [UInt8]? {
        guard phase == .acknowledged, let id = ids[token] else { return nil }
        return WebSocketServerMessage.next(id: id, response: response)
    }

    /// The operation ended by itself.
    mutating func completed(_ token: OperationToken) -> [UInt8]? {
        end(token).map { WebSocketServerMessage.complete(id: $0) }
    }

    /// The operation could not start: syntax, validation or its variables. No `complete` follows an `error`.
    mutating func failed(_ token: OperationToken, errors: [UInt8]) -> [UInt8]? {
        end(token).map { WebSocketServerMessage.error(id: $0, errors: errors) }
    }

    /// The operation's request was no GraphQL request at all.
    mutating func malformed(_ token: OperationToken, reason: String) -> MessageAction {
        end(token) == nil ? .none : close(.invalidMessage(reason))
    }

    /// The socket is gone, or a close frame was sent: the operations to stop, each once.
    mutating func closed() -> [OperationToken] {
        defer {
            tokens.removeAll()
            ids.removeAll()
        }
        phase = .closed
        return Array(ids.keys)
    }

    private mutating func close(_ reason: WebSocketCloseReason) -> MessageAction {
        phase = .closed
        return .close(reason)
    }

    private mutating func end(_ token: OperationToken) -> String? {
        guard phase == .acknowledged, let id = ids.removeValue(forKey: token) else { return nil }
        tokens[id] = nil
        return id
    }

    private func tooMany(_ id: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.append(#"[{"message":"#)
        writer.writeString("Too many operations on this socket: \(maximumOperations) are allowed.")
        writer.append(#","extensions":{"code":"BAD_USER_INPUT"}}]"#)
        return WebSocketServerMessage.error(id: id, errors: writer.bytes)
    }
}
