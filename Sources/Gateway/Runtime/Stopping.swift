import ServiceLifecycle

/// Waits to be asked to stop, then does what stopping takes.
struct Stopping: Service {
    let stop: @Sendable () async -> Void

    func run() async throws {
        try? await gracefulShutdown()
        await stop()
    }
}
