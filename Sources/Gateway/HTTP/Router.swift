import NIOCore
import NIOHTTP1

/// Which path is answered by what. One for each event loop.
final class Router: HTTPRouting {
    private let graphql: GraphQLEndpoint
    private var pages: [String: StaticPage]
    private let hosts: HostRule
    private let metrics: GatewayMetrics
    /// Why requests cannot be served now; `nil` when they can.
    private let unreadiness: () -> String?
    /// The Host that was allowed last: nearly every request names the same one.
    private var knownHost = ""

    init(
        graphql: GraphQLEndpoint,
        pages: [String: StaticPage],
        hosts: HostRule,
        metrics: GatewayMetrics,
        unreadiness: @escaping () -> String?
    ) {
        self.graphql = graphql
        self.pages = pages
        self.hosts = hosts
        self.metrics = metrics
        self.unreadiness = unreadiness
    }

    /// Serves other pages from now on: those of another schema.
    func adopt(_ pages: [String: StaticPage]) { self.pages = pages }

    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        if request.head.fields.preflightMethod != nil, request.head.method == .OPTIONS,
            !exchange.connection.loop.settings.crossOrigin.isOff, allowsHost(request, authority: nil)
        {
            let fields = CrossOriginRule.preflightFields
            return exchange.respond(.noContent, .json, fields: "Allow: \(Self.allow)\r\n\(fields)", body: [])
        }
        // The usual request is known by its whole target.
        if request.head.uri == "/graphql", allowsHost(request, authority: nil) {
            return graphql.handle(request, query: nil, exchange)
        }
        let errorType = request.head.accept.errorType
        guard let target = RequestTarget(request.head.uri) else {
            return exchange.fail(.badRequest("The target of the request is not a path or URL."), errorType)
        }
        guard allowsHost(request, authority: target.authority) else {
            let message = "The Host of the request is not one of this server's names."
            return exchange.fail(HTTPFailure(.forbidden, message, code: "FORBIDDEN"), errorType)
        }
        switch target.path {
        case "/graphql": graphql.handle(request, query: target.query, exchange)
        case "/healthz": answer(request, exchange, errorType) { exchange.respond(.ok, .json, body: Self.healthy) }
        case "/readyz": answer(request, exchange, errorType) { self.readiness(exchange, errorType) }
        case "/metrics":
            answer(request, exchange, errorType) {
                exchange.respond(.ok, .prometheus, body: Array(self.metrics.text().utf8))
            }
        case "*" where request.head.method == .OPTIONS: Self.options(exchange)
        default:
            guard let page = pages[target.path] else { return exchange.fail(.notFound, errorType) }
            answer(request, exchange, errorType) { Self.send(page, request, exchange) }
        }
    }

    private static func send(_ page: StaticPage, _ request: HTTPRequest, _ exchange: HTTPExchange) {
        guard let gzip = page.gzip, let accepted = request.head.fields.acceptEncoding,
            exchange.connection.loop.settings.compresses, AcceptedCoding(accepted).coding == .gzip
        else { return exchange.respond(.ok, page.type, fields: page.fields, body: page.body) }
        let coding = "Vary: Accept-Encoding\r\nContent-Encoding: gzip\r\n"
        exchange.respond(.ok, page.type, fields: page.fields + coding, body: gzip)
    }

    private static let healthy = Array(#"{"status":"ok"}"#.utf8)
    private static let allow = "GET, HEAD, OPTIONS"

    private static func options(_ exchange: HTTPExchange) {
        exchange.respond(.noContent, .json, fields: "Allow: \(allow)\r\n", body: [])
    }

    /// Pages are for reading.
    private func answer(
        _ request: HTTPRequest,
        _ exchange: HTTPExchange,
        _ errorType: ContentType,
        _ body: () -> Void
    ) {
        switch request.head.method {
        case .GET, .HEAD: body()
        case .OPTIONS: Self.options(exchange)
        default: exchange.fail(.methodNotAllowed(Self.allow), errorType)
        }
    }

    private func readiness(_ exchange: HTTPExchange, _ errorType: ContentType) {
        guard let reason = unreadiness() else { return exchange.respond(.ok, .json, body: Self.healthy) }
        exchange.fail(HTTPFailure(.serviceUnavailable, reason, code: "STORE_UNAVAILABLE"), errorType)
    }

    private func allowsHost(_ request: HTTPRequest, authority: String?) -> Bool {
        guard hosts.isLoopback else { return true }
        guard let host = authority ?? request.head.fields.host else { return true }
        if host == knownHost { return true }
        guard hosts.allows(host) else { return false }
        knownHost = host
        return true
    }
}
