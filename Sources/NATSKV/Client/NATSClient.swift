public import Logging
public import NIOCore
public import NIOPosix

/// A connection to NATS for use from any task. It keeps itself up until `close()`.
public final class NATSClient: Sendable {
    public let eventLoop: any EventLoop
    let connection: NIOLoopBound<NATSConnection>

    private init(eventLoop: any EventLoop, connection: NIOLoopBound<NATSConnection>) {
        self.eventLoop = eventLoop
        self.connection = connection
    }

    /// Connects and waits for the first success.
    /// - Parameters:
    ///   - timeout: how long the first success may take.
    ///   - eventLoop: the loop that runs the connection; by default one of the process's shared ones.
    /// - Throws: `unavailable` if no server answered in time, `authorization` if the credentials were refused
    ///   or the user may not subscribe to answers.
    public static func connect(
        _ configuration: NATSConfiguration,
        timeout: Duration = .seconds(5),
        eventLoop: any EventLoop = MultiThreadedEventLoopGroup.singleton.any(),
        logger: Logger = Logger(label: "NATSKV", factory: { _ in SwiftLogNoOpLogHandler() })
    ) async throws(NATSError) -> NATSClient {
        let deadline = NIODeadline.now() + TimeAmount(timeout)
        let bound = await onLoop(eventLoop) {
            let connection = NATSConnection(configuration: configuration, eventLoop: eventLoop, logger: logger)
            connection.start()
            return NIOLoopBound(connection, eventLoop: eventLoop)
        }
        let client = NATSClient(eventLoop: eventLoop, connection: bound)
        do {
            try await client.call { $0.whenReady(deadline: deadline, $1) }
        } catch {
            await client.close()
            throw error
        }
        return client
    }

    /// Closes at once; whatever is under way fails.
    public func close() async {
        await Self.onLoop(eventLoop) { [connection] in connection.value.close() }
    }

    /// Finishes what is under way, for at most `timeout`, then closes.
    public func drain(timeout: Duration = .seconds(5)) async {
        let deadline = NIODeadline.now() + TimeAmount(timeout)
        try? await call { connection, completion in
            connection.drain(deadline: deadline) { completion(.success(())) }
        }
    }

    /// Whether the connection can be used now.
    public func state() async -> NATSConnectionState {
        await Self.onLoop(eventLoop) { [connection] in connection.value.state }
    }

    // MARK: Buckets

    /// A bucket that is there.
    /// - Parameter readsFromLeader: in a cluster, read from the stream's leader, which has every acknowledged write,
    ///   instead of from any server that has a copy, which may be behind for a moment.
    /// - Throws: `bucketNotFound`.
    public func bucket(
        _ name: BucketName,
        timeout: Duration = .seconds(5),
        readsFromLeader: Bool = false
    ) async throws(NATSError) -> KeyValueBucket {
        let bucket = await makeBucket(name, timeout, readsFromLeader: readsFromLeader)
        _ = try await bucket.status()
        return bucket
    }

    /// Makes a bucket if it is not there. One that is there is used as it is, with its history raised where it is lower.
    /// - Returns: the bucket, and what it has otherwise than asked for.
    public func ensureBucket(
        _ configuration: BucketConfiguration,
        timeout: Duration = .seconds(5)
    ) async throws(NATSError) -> (KeyValueBucket, BucketReport) {
        let bucket = await makeBucket(configuration.name, timeout)
        let report = try await bucket.call { bucket, deadline, completion in
            bucket.ensureBucket(configuration, deadline: deadline, completion: completion)
        }
        return (bucket, report)
    }

    /// Deletes a bucket with everything in it.
    public func deleteBucket(_ name: BucketName, timeout: Duration = .seconds(5)) async throws(NATSError) {
        let bucket = await makeBucket(name, timeout)
        try await bucket.call { bucket, deadline, completion in
            bucket.deleteBucket(deadline: deadline, completion: completion)
        }
    }

    /// The names of all buckets, mirrors not among them.
    public func bucketNames(timeout: Duration = .seconds(5)) async throws(NATSError) -> [BucketName] {
        let deadline = NIODeadline.now() + TimeAmount(timeout)
        return try await call { $0.bucketNames(deadline: deadline, completion: $1) }
    }

    private func makeBucket(
        _ name: BucketName,
        _ timeout: Duration,
        readsFromLeader: Bool = false
    ) async -> KeyValueBucket {
        let bound = await Self.onLoop(eventLoop) { [connection, eventLoop] in
            let connection = connection.value
            let bucket = LoopKeyValueBucket(connection: connection, name: name, readsFromLeader: readsFromLeader)
            return NIOLoopBound(bucket, eventLoop: eventLoop)
        }
        return KeyValueBucket(name: name, timeout: timeout, client: self, bucket: bound)
    }

    // MARK: Hops

    static func onLoop<Value: Sendable>(
        _ eventLoop: any EventLoop,
        _ body: @escaping @Sendable () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            eventLoop.execute { continuation.resume(returning: body()) }
        }
    }

    /// Runs `body` on the loop and waits for its completion, or for the task's cancellation.
    func call<Value: Sendable>(
        _ body: @escaping @Sendable (NATSConnection, @escaping (Result<Value, NATSError>) -> Void) -> Void
    ) async throws(NATSError) -> Value {
        let pending = PendingCall<Value>()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard pending.begin(continuation) else { return }
                eventLoop.execute { [connection] in
                    let connection = connection.value
                    let token = connection.makeCancellationToken()
                    guard pending.start(token) else { return }
                    connection.within(token) { body(connection) { pending.finish($0) } }
                }
            }
        } onCancel: {
            guard pending.cancel() else { return }
            eventLoop.execute { [connection] in
                let report = pending.token.map { connection.value.cancel($0) }
                pending.finish(.failure((report ?? CancellationReport()).error))
            }
        }
        return try result.get()
    }
}
