import EmbeddedNATS
package import Logging
import NATSKV
import NIOCore
import NIOPosix
import SchemaGen
import Synchronization

/// A gateway that serves: the listening socket, the event loops behind it, and the embedded NATS server if it has one.
package final class RunningGateway: Sendable {
    /// Where clients on this machine reach it: `http://127.0.0.1:9991`.
    package let url: String
    /// What to print for whoever started it.
    package let banner: String
    /// What is served now; another one after a reload.
    private let plan: Mutex<ServingPlan>
    let logger: Logger
    let tls: TLSContextSource?
    let embedded: EmbeddedServer?
    private let group: MultiThreadedEventLoopGroup
    let workers: LoopLocal<LoopWorker>
    private let listener: HTTPListener
    private static let closingTime = TimeAmount.milliseconds(500)
    private let stopping = Mutex<Task<Void, Never>?>(nil)

    private init(
        plan: ServingPlan,
        tls: TLSContextSource?,
        embedded: EmbeddedServer?,
        group: MultiThreadedEventLoopGroup,
        workers: LoopLocal<LoopWorker>,
        listener: HTTPListener
    ) {
        self.plan = Mutex(plan)
        logger = plan.logger
        self.tls = tls
        self.embedded = embedded
        self.group = group
        self.workers = workers
        self.listener = listener
        let server = plan.configuration.server
        let port = listener.address?.port ?? server.port
        url = Banner.url(host: server.host, port: port, isSecure: tls != nil)
        let keys = plan.generated.apis.first?.rootFields.first { $0.operation == .keys }?.name
        banner =
            Banner(
                url: url,
                hasConsole: server.console,
                embeddedURL: embedded?.url,
                buckets: zip(plan.configuration.apis, plan.buckets).map { ($0.namespace, $1.name.rawValue) },
                field: keys ?? "__typename"
            ).text
    }

    /// Starts everything, in this order: schema, embedded server, NATS connections, buckets, listening.
    /// - Throws: One message; nothing is left running.
    package static func start(
        _ configuration: Configuration,
        logger: Logger
    ) async throws(StartupError) -> RunningGateway {
        let generated = try SchemaLoader.load(configuration)
        for warning in generated.warnings { logger.notice("\(warning)") }
        let tls = try tlsSource(configuration.server.tls, logger)
        let embedded = try await EmbeddedStore.start(configuration, logger: logger)
        let cores = configuration.nats.connections > 0 ? configuration.nats.connections : System.coreCount
        let group = MultiThreadedEventLoopGroup(numberOfThreads: cores)
        do {
            let urls = embedded.map { [$0.url] } ?? configuration.nats.urls.map(\.text)
            let plan = try ServingPlan(
                configuration,
                generated,
                nats: StoreAccess.configuration(configuration.nats, urls: urls),
                loops: cores,
                logger: logger
            )
            return try await serve(plan, tls, embedded, group)
        } catch {
            try? await group.shutdownGracefully()
            await embedded?.shutdown()
            throw error
        }
    }

    private static func serve(
        _ plan: ServingPlan,
        _ tls: TLSContextSource?,
        _ embedded: EmbeddedServer?,
        _ group: MultiThreadedEventLoopGroup
    ) async throws(StartupError) -> RunningGateway {
        let workers: LoopLocal<LoopWorker>
        do {
            workers = try await LoopLocal.make(Array(group.makeIterator())) { LoopWorker(plan, eventLoop: $0) }
        } catch {
            throw StartupError(.failure, "the event loops cannot be started: \(error)")
        }
        do {
            try await StoreStartup(plan: plan, workers: workers).run()
            let listener = try await listen(plan, tls, group, workers)
            return RunningGateway(
                plan: plan,
                tls: tls,
                embedded: embedded,
                group: group,
                workers: workers,
                listener: listener
            )
        } catch {
            await closeConnections(workers, within: .zero)
            throw error
        }
    }

    private static func tlsSource(
        _ settings: TLSSettings?,
        _ logger: Logger
    ) throws(StartupError) -> TLSContextSource? {
        guard let settings else { return nil }
        do {
            return try TLSContextSource(settings, logger: logger)
        } catch {
            throw StartupError(.configuration, error.description)
        }
    }

    private static func listen(
        _ plan: ServingPlan,
        _ tls: TLSContextSource?,
        _ group: MultiThreadedEventLoopGroup,
        _ workers: LoopLocal<LoopWorker>
    ) async throws(StartupError) -> HTTPListener {
        let server = plan.configuration.server
        do {
            let loops = try await workers.map { worker in
                worker.http.start()
                return worker.http
            }
            let listener = try await HTTPListener.bind(
                host: server.host,
                port: server.port,
                tls: tls,
                group: group,
                loops: loops
            )
            if !plan.hosts.isLoopback {
                plan.logger.warning(
                    "listening beyond loopback without authentication: whoever reaches \(server.host) reads and writes"
                )
            }
            return listener
        } catch {
            throw StartupError(.failure, "cannot listen on \(server.host) port \(server.port): \(reason(error))")
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as IOError where error.errnoCode == EADDRINUSE:
            "the port is in use; expected a free one (--port 0 takes any)"
        case let error as IOError where error.errnoCode == EACCES:
            "found a port that this user may not take, expected one above 1023"
        case let error as IOError where error.errnoCode == EADDRNOTAVAIL:
            "found an address that this machine does not have, expected one of its own"
        case is SocketAddressError, is SocketAddressError.UnknownHost, is NIOConnectionError:
            "found a host that is unknown, expected a name or address of this machine"
        default: "\(error)"
        }
    }

    /// Takes no more connections, finishes requests in flight, ends subscriptions with `complete`, closes NATS.
    ///
    /// A second call waits for the first one and does nothing else.
    package func stop() async {
        let task = stopping.withLock { running in
            let task = running ?? Task { await self.stopEverything() }
            running = task
            return task
        }
        await task.value
    }

    /// Ends the waiting of `stop` for requests in flight: what is still open is closed.
    package func stopWaiting() { listener.closeAll() }

    var currentPlan: ServingPlan { plan.withLock { $0 } }

    /// Serves another plan on every event loop.
    func adopt(_ new: ServingPlan) async {
        plan.withLock { $0 = new }
        let workers = workers
        for eventLoop in workers.eventLoops {
            try? await eventLoop.submit { try workers.value(on: eventLoop).adopt(new) }.get()
        }
    }

    private func stopEverything() async {
        // Closing NATS and the store belongs to the time for stopping.
        let timeout = TimeAmount(currentPlan.configuration.server.shutdownTimeout)
        await listener.stop(within: max(.zero, timeout - Self.closingTime - .milliseconds(250)))
        await Self.closeConnections(workers, within: Self.closingTime)
        try? await group.shutdownGracefully()
        await embedded?.shutdown()
    }

    private static func closeConnections(_ workers: LoopLocal<LoopWorker>, within time: TimeAmount) async {
        for eventLoop in workers.eventLoops {
            let closed = eventLoop.flatSubmit {
                let promise = eventLoop.makePromise(of: Void.self)
                guard let worker = try? workers.value(on: eventLoop) else { return eventLoop.makeSucceededVoidFuture() }
                if time == .zero {
                    worker.connection.close()
                    promise.succeed()
                } else {
                    worker.connection.drain(deadline: .now() + time) { promise.succeed() }
                }
                return promise.futureResult
            }
            try? await closed.get()
        }
    }
}
