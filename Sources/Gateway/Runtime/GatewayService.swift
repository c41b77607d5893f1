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
    package func serve(logger: Logger) async throws {
        let signals: [UnixSignal] = [.sigterm, .sigint]
        // Before the group begins to listen, so that no signal is missed and both see the first one.
        let urgency = await UnixSignalsSequence(trapping: signals)
        let reloads = await UnixSignalsSequence(trapping: .sighup)
        var services: [any Service] = [
            // The first one is asked to stop last.
            Hastening(signals: urgency, gateway: gateway),
            Stopping { await gateway.stop() },
            Reloading(signals: reloads, gateway: gateway, load: load),
        ]
        if let tls = gateway.tls { services.append(CertificateWatch(tls: tls)) }
        let group = ServiceGroup(services: services, gracefulShutdownSignals: signals, logger: logger)
        try await group.run()
    }
}

/// Closes what is still in flight at the second signal to stop.
private struct Hastening: Service {
    let signals: UnixSignalsSequence
    let gateway: RunningGateway

    func run() async throws {
        var count = 0
        for await _ in signals.cancelOnGracefulShutdown() {
            count += 1
            guard count > 1 else { continue }
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
