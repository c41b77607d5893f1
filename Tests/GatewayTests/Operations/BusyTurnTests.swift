import Dispatch
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Gateway

/// A turn of the event loop in which so many connections are read that answers of NATS are taken before its end.
@Suite("Hundreds of requests in one turn of the loop", .serialized)
struct BusyTurnTests {
    private static let connections = 300

    /// What a connection asks in a round, and what the data of its answer begins with.
    private static func exchange(_ round: Int, _ number: Int) -> (query: String, answer: String) {
        let other = (number + 1) % connections
        return switch round {
        case 0:
            (
                "mutation{kv_put(key:\\\"k\(number)\\\",value:{token:\\\"v\(number)\\\"}){key}}",
                #"{"kv_put":{"key":"k\#(number)""#
            )
        case 1: ("{kv_get(key:\\\"k\(number)\\\"){value{token}}}", #"{"kv_get":{"value":{"token":"v\#(number)"}}}"#)
        default: ("{kv_get(key:\\\"k\(other)\\\"){value{token}}}", #"{"kv_get":{"value":{"token":"v\#(other)"}}}"#)
        }
    }

    private static func request(_ query: String) -> String {
        let body = "{\"query\":\"\(query)\"}"
        return "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test("every connection gets its own answer", arguments: StoreServer.allCases)
    func answers(server: StoreServer) async throws {
        try await TestGateway.run(server) {
            $0.nats.connections = 1
        } _: { gateway in
            let loop = try #require(gateway.gateway.workers.eventLoops.first)
            let rounds = (0..<3).map { Round(connections: Self.connections, number: $0, on: loop) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<Self.connections {
                    group.addTask {
                        do {
                            try await RawClient.withConnection(to: gateway.port) { connection in
                                try await Self.takePart(number, in: rounds, on: connection)
                            }
                        } catch {
                            for round in rounds { round.giveUp(error) }
                            throw error
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private static func takePart(
        _ number: Int,
        in rounds: [Round],
        on connection: RawClient.Connection
    ) async throws {
        // Once it is answered the gateway has the connection.
        try await connection.send(request("{__typename}"))
        _ = try await connection.response()
        for round in rounds {
            let exchange = exchange(round.number, number)
            try await round.begin()
            try await connection.send(request(exchange.query))
            round.sent()
            let answer = try await connection.response()
            #expect(answer.body.hasPrefix(#"{"data":"# + exchange.answer))
        }
    }

    /// Holds the loop from when all connections have had their answers of the round before until all have sent again.
    private final class Round: Sendable {
        let number: Int
        private let connections: Int
        private let loop: any EventLoop
        private let isHeld: EventLoopPromise<Void>
        private let arrivals = Atomic(0)
        private let sendings = Atomic(0)
        private let isSettled = Atomic(false)
        private let release = DispatchSemaphore(value: 0)

        init(connections: Int, number: Int, on loop: any EventLoop) {
            self.number = number
            self.connections = connections
            self.loop = loop
            isHeld = MultiThreadedEventLoopGroup.singleton.next().makePromise()
        }

        /// Returns once the loop is held.
        func begin() async throws {
            if arrivals.wrappingAdd(1, ordering: .relaxed).newValue == connections, settles() {
                loop.execute { [isHeld, release] in
                    isHeld.succeed()
                    release.wait()
                }
            }
            try await isHeld.futureResult.get()
        }

        /// A connection is lost: nobody waits for it.
        func giveUp(_ error: any Error) {
            if settles() { isHeld.fail(error) }
            release.signal()
        }

        /// Whether it is this caller that decides about the promise.
        private func settles() -> Bool { !isSettled.exchange(true, ordering: .relaxed) }

        func sent() {
            if sendings.wrappingAdd(1, ordering: .relaxed).newValue == connections { release.signal() }
        }
    }
}
