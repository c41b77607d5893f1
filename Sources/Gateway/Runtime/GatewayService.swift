package import Logging
import ServiceLifecycle
import UnixSignals

/// The gateway as a service: serves until it is asked to stop, then finishes what is in flight.
package struct GatewayService: Sendable {
    private let gateway: RunningGateway

    package init(_ gateway: RunningGateway) { self.gateway = gateway }

    /// Serves until SIGTERM or SIGINT, and returns once everything is closed.
    package func serve(logger: Logger) async throws {
        let group = ServiceGroup(
            services: [Stopping { await gateway.stop() }],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        try await group.run()
    }
}
