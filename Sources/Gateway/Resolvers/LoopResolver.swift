import GraphQLEngine
import JSON
import Logging
import NATSKV
import NIOCore
import SchemaGen

/// Carries out fetches on the buckets of one event loop.
final class LoopResolver: FetchResolver {
    private let generated: GeneratedSchema
    private let apis: [APIResolver]
    private let connection: NATSConnection

    /// - Parameters:
    ///   - apis: One for each API of `generated`, in its order.
    ///   - connection: Where their buckets are.
    init(_ generated: GeneratedSchema, apis: [APIResolver], connection: NATSConnection) {
        self.generated = generated
        self.apis = apis
        self.connection = connection
    }

    func makeCancellationToken() -> CancellationToken { connection.makeCancellationToken() }

    func cancel(_ token: CancellationToken) { connection.cancel(token) }

    func setHeaders(_ headers: HeaderLines?, for token: CancellationToken) {
        connection.setHeaders(headers, for: token)
    }

    func start(_ fetch: Fetch, for run: GraphQLRun) {
        guard let target = generated.target(ofTag: fetch.tag), apis.indices.contains(target.api) else {
            return run.resume(fetch.id, error: FieldError("The field cannot be resolved.", code: .internalServerError))
        }
        connection.within(run.token) { apis[target.api].start(target.operation, fetch, for: run) }
    }

    func watch(
        _ fetch: Fetch,
        from revision: UInt64?,
        deadline: NIODeadline,
        token: CancellationToken,
        onEvent: @escaping (WatchEvent) -> Void
    ) throws(FieldError) -> any WatchHandle {
        guard let target = generated.target(ofTag: fetch.tag), apis.indices.contains(target.api) else {
            throw FieldError("The field cannot be resolved.", code: .internalServerError)
        }
        let api = apis[target.api]
        return try connection.within(token) { () -> Result<any WatchHandle, FieldError> in
            Result { () throws(FieldError) in
                try api.watch(target.operation, fetch, from: revision, deadline: deadline, onEvent: onEvent)
            }
        }.get()
    }

    func resumption(
        of fetch: Fetch,
        after last: UInt64,
        deadline: NIODeadline,
        token: CancellationToken,
        _ completion: @escaping (UInt64?) -> Void
    ) {
        guard let target = generated.target(ofTag: fetch.tag), apis.indices.contains(target.api) else {
            return completion(nil)
        }
        connection.within(token) {
            apis[target.api].bucket.status(deadline: deadline) { status in
                guard case .success(let status) = status, last <= status.lastRevision, last < .max else {
                    return completion(nil)
                }
                completion(last + 1)
            }
        }
    }
}

extension LoopKeyValueWatch: WatchHandle {}
