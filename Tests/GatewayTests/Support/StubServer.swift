import NIOCore
import NIOHTTP1
import NIOPosix

@testable import Gateway

/// Answers with what it was asked, so that tests see what the HTTP layer made of the bytes.
final class StubRouter: HTTPRouting {
    private var held: [HTTPExchange] = []
    private var bigCount = 0
    private let big = [UInt8](repeating: 0x78, count: 20_000)

    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        switch request.head.uri {
        case "/hold":
            // Answered by the next request to /release of any connection of this loop.
            held.append(exchange)
        case "/until-stopping":
            held.append(exchange)
            Self.answerOnceStopping(exchange)
        case "/held":
            exchange.respond(.ok, .plain, body: Array(String(held.count).utf8))
        case "/release":
            for exchange in held { exchange.respond(.ok, .plain, body: "held".utf8) }
            held = []
            exchange.respond(.ok, .plain, body: "released".utf8)
        case "/big":
            bigCount += 1
            exchange.respond(.ok, .plain, body: big)
        case "/count":
            exchange.respond(.ok, .plain, body: Array(String(bigCount).utf8))
        case "/stream":
            exchange.startStream(.eventStream)
            exchange.write("a".utf8)
            exchange.write("b".utf8)
            exchange.begin(StubStream(exchange))
        default:
            let body = "\(request.head.method) \(request.head.uri) \(String(buffer: request.body))"
            exchange.respond(.ok, .plain, body: Array(body.utf8))
        }
    }

    private static func answerOnceStopping(_ exchange: HTTPExchange) {
        let loop = exchange.connection.loop
        guard !loop.isStopping else { return exchange.respond(.ok, .plain, body: "late".utf8) }
        loop.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(1)) { answerOnceStopping(exchange) }
    }
}

final class StubStream: HTTPWork {
    private let exchange: HTTPExchange

    init(_ exchange: HTTPExchange) { self.exchange = exchange }

    func cancelled() {}
    func deadlineReached() {}
    func serverStops() { exchange.write("bye".utf8) }
    func writable() {}
}

/// A listener on a free port with one event loop of its own.
func withStubServer<Value: Sendable>(
    _ settings: HTTPSettings = HTTPSettings(),
    _ body: @Sendable (Int, HTTPListener) async throws -> Value
) async throws -> Value {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loops = try await LoopLocal<HTTPLoop>.make(Array(group.makeIterator())) { eventLoop in
        let loop = HTTPLoop(eventLoop: eventLoop, settings: settings, router: StubRouter())
        loop.start()
        return loop
    }
    let listener = try await HTTPListener.bind(host: "127.0.0.1", port: 0, group: group, loops: loops)
    let result: Result<Value, any Error>
    do {
        result = .success(try await body(listener.address?.port ?? 0, listener))
    } catch {
        result = .failure(error)
    }
    await listener.stop(within: .seconds(1))
    try await group.shutdownGracefully()
    return try result.get()
}
