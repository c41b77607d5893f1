import Logging
import NATSKV
import NIOCore

/// Connects every event loop to NATS and sees to it that the buckets are there.
struct StoreStartup {
    let plan: ServingPlan
    let workers: LoopLocal<LoopWorker>

    /// How long NATS may take at the start.
    private static let patience = TimeAmount.seconds(5)

    func run() async throws(StartupError) {
        for eventLoop in workers.eventLoops { try await connect(eventLoop) }
        try await ensure(plan.buckets)
    }

    /// Creates or adopts buckets.
    func ensure(_ buckets: [BucketConfiguration]) async throws(StartupError) {
        guard let first = workers.eventLoops.first else { return }
        for bucket in buckets {
            let report = try await ensure(bucket, on: first)
            for caution in report.cautions { plan.logger.warning("the bucket \(bucket.name): \(caution)") }
            guard !report.differences.isEmpty else { continue }
            let differences = report.differences.map(\.description).joined(separator: ", ")
            plan.logger.warning(
                "the bucket \(bucket.name) is there with other settings, and used as it is: \(differences)"
            )
        }
    }

    private func connect(_ eventLoop: any EventLoop) async throws(StartupError) {
        let workers = workers
        let result = await wait(eventLoop) { (promise: EventLoopPromise<Result<Void, NATSError>>) in
            let connection = try workers.value(on: eventLoop).connection
            connection.start()
            connection.whenReady(deadline: .now() + Self.patience) { promise.succeed($0) }
        }
        guard case .failure(let error) = result else { return }
        let hint = error.code == .authorization ? "; expected credentials it takes (WG_NATS_AUTH for a token)" : ""
        throw StartupError(.failure, "NATS at \(shownServers): \(error.message)\(hint)")
    }

    private func ensure(
        _ bucket: BucketConfiguration,
        on eventLoop: any EventLoop
    ) async throws(StartupError) -> BucketReport {
        let workers = workers
        let result = await wait(eventLoop) { (promise: EventLoopPromise<Result<BucketReport, NATSError>>) in
            let worker = try workers.value(on: eventLoop)
            worker.bucket(bucket.name).ensureBucket(bucket, deadline: .now() + Self.patience) { promise.succeed($0) }
        }
        switch result {
        case .success(let report): return report
        case .failure(let error):
            throw StartupError(.failure, "the bucket \(bucket.name) at \(shownServers): \(error.message)")
        }
    }

    private var shownServers: String {
        let urls = plan.configuration.nats.urls.map(\.urlForMessages)
        return urls.isEmpty ? "the embedded server" : urls.joined(separator: ", ")
    }

    private func wait<Value: Sendable>(
        _ eventLoop: any EventLoop,
        _ body: @escaping @Sendable (EventLoopPromise<Result<Value, NATSError>>) throws -> Void
    ) async -> Result<Value, NATSError> {
        let future = eventLoop.flatSubmit {
            let promise = eventLoop.makePromise(of: Result<Value, NATSError>.self)
            do {
                try body(promise)
            } catch {
                promise.fail(error)
            }
            return promise.futureResult
        }
        do {
            return try await future.get()
        } catch {
            return .failure(NATSError(.closed, "the event loop is gone", underlying: error))
        }
    }
}
