package import Logging
import ServiceLifecycle
import UnixSignals

/// The gateway as a service: serves until it is asked to stop, then finishes what is in flight.
///
/// - SIGTERM, SIGINT: stops; a second one closes what is still in flight at once.
/// - SIGHUP: reads certificate, models and APIs again.
package struct GatewayService: Sendable {
    private let gateway: RunningGateway
    private let load: @Sendable () throws -> Configuration

    /// - Parameter load: Reads the configuration as at the start, for a reload.
    package init(_ gateway: RunningGateway, load: @escaping @Sendable () throws -> Configuration) {
        self.gateway = gateway
        self.load = load
    }

    /// Serves until SIGTERM or SIGINT, and returns once everything is closed.
    /// - Parameter whenReady: Called once signals are heeded.
    package func serve(logger: Logger, whenReady: () -> Void = {}) async throws {
        let stops = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let reloads = await UnixSignalsSequence(trapping: .sighup)
        whenReady()
        var services: [any Service] = [
            Stopping { await gateway.stop() },
            Reloading(signals: reloads, gateway: gateway, load: load),
        ]
        if let tls = gateway.tls { services.append(CertificateWatch(tls: tls)) }
        // The group does not trap the signals itself: one that came before it ran would be lost to it.
        let group = ServiceGroup(services: services, logger: logger)
        let listening = Task { await heed(stops, group) }
        defer { listening.cancel() }
        try await group.run()
    }

    /// Stops at the first signal, and closes what is still in flight at the second.
    private func heed(_ stops: UnixSignalsSequence, _ group: ServiceGroup) async {
        var count = 0
        for await _ in stops {
            count += 1
            guard count > 1 else {
                await group.triggerGracefulShutdown()
                continue
            }
            gateway.logger.notice("a second signal: requests in flight are given up")
            gateway.stopWaiting()
        }
    }
}

private struct Reloading: Service {
    let signals: UnixSignalsSequence
    let gateway: RunningGateway
    let load: @Sendable () throws -> Configuration

    func run() async throws {
        for await _ in signals.cancelOnGracefulShutdown() { await gateway.reload(load) }
    }
}

/// Looks every few seconds whether the files of the certificate are others.
struct CertificateWatch: Service {
    let tls: TLSContextSource
    var interval = Duration.seconds(10)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: interval)) != nil { tls.reloadIfChanged() }
        }
    }
}
