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

    /// - Parameter apis: One for each API of `generated`, in its order.
    init(_ generated: GeneratedSchema, apis: [APIResolver]) {
        self.generated = generated
        self.apis = apis
    }

    func start(_ fetch: Fetch, for run: GraphQLRun) {
        guard let target = generated.target(ofTag: fetch.tag), apis.indices.contains(target.api) else {
            return run.resume(fetch.id, error: FieldError("The field cannot be resolved.", code: .internalServerError))
        }
        apis[target.api].start(target.operation, fetch, for: run)
    }

    func watch(
        _ fetch: Fetch,
        from revision: UInt64?,
        deadline: NIODeadline,
        onEvent: @escaping (WatchEvent) -> Void
    ) throws(FieldError) -> any WatchHandle {
        guard let target = generated.target(ofTag: fetch.tag), apis.indices.contains(target.api) else {
            throw FieldError("The field cannot be resolved.", code: .internalServerError)
        }
        return try apis[target.api].watch(target.operation, fetch, from: revision, deadline: deadline, onEvent: onEvent)
    }

    func resumption(
        of fetch: Fetch,
        after last: UInt64,
        deadline: NIODeadline,
        _ completion: @escaping (UInt64?) -> Void
    ) {
        guard let target = generated.target(ofTag: fetch.tag), apis.indices.contains(target.api) else {
            return completion(nil)
        }
        apis[target.api].bucket.status(deadline: deadline) { status in
            guard case .success(let status) = status, last <= status.lastRevision, last < .max else {
                return completion(nil)
            }
            completion(last + 1)
        }
    }
}

extension LoopKeyValueWatch: WatchHandle {}
