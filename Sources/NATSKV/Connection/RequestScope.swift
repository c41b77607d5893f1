/// What one caller has under way on a connection, so that it can be given up as a whole: its requests, those that their
/// answers lead to, and its watches. Confined to the connection's loop.
final class RequestScope {
    private let connection: NATSConnection
    private var tokens: [RequestToken] = []
    private var handlers: [() -> Void] = []
    private(set) var isCancelled = false

    init(connection: NATSConnection) {
        self.connection = connection
    }

    func add(_ token: RequestToken) { tokens.append(token) }

    /// Calls `handler` when the caller gives up.
    func onCancel(_ handler: @escaping () -> Void) { handlers.append(handler) }

    /// Drops everything that is under way, without callbacks.
    func cancel() {
        guard !isCancelled else { return }
        isCancelled = true
        for token in tokens { connection.cancel(token) }
        for handler in handlers { handler() }
        (tokens, handlers) = ([], [])
    }

    /// The caller has its result: nothing is left to give up.
    func end() { (tokens, handlers) = ([], []) }
}

extension NATSConnection {
    /// Runs `body`; the requests made in it, and those made in their callbacks, belong to `scope`.
    func within(_ scope: RequestScope?, _ body: () -> Void) {
        let outer = currentScope
        currentScope = scope
        body()
        currentScope = outer
    }
}
