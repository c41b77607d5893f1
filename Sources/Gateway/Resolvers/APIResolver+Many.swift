import GraphQLEngine
import JSON
import NATSKV
import SchemaGen

extension APIResolver {
    /// How many keys may be asked for at once.
    private static let maximumKeys = 1000

    /// The newest entries of many keys, asked for in one write.
    func getMany(_ fetch: Fetch, _ run: GraphQLRun) throws(FieldError) {
        let texts = (fetch.arguments["keys"]?.array ?? []).map { $0.string ?? "" }
        guard texts.count <= Self.maximumKeys else {
            throw FieldError(
                "The list has \(texts.count) keys; at most \(Self.maximumKeys) can be asked for at once.",
                code: .badUserInput
            )
        }
        var keys: [KeyValueKey] = []
        for text in texts {
            do {
                keys.append(try KeyValueKey(text))
            } catch {
                throw fieldError(error, text)
            }
        }
        bucket.getMany(keys, deadline: run.deadline) { results in
            run.resume(fetch.id) { completion in
                completion.list(count: results.count) { index, item in
                    switch results[index] {
                    case .success(let entry?): item.record(self.record(entry))
                    case .success(nil): item.null()
                    case .failure(let error): item.error(self.fieldError(error, keys[index].rawValue, run))
                    }
                }
            }
        }
    }

    func status(_ fetch: Fetch, _ run: GraphQLRun) {
        bucket.status(deadline: run.deadline) { result in
            self.answer(result, fetch, run) { run.resume(fetch.id, record: BucketStatusRecord(status: $0)) }
        }
    }

    /// Answers a fetch whose failure concerns no key.
    func answer<Value>(
        _ result: Result<Value, NATSError>,
        _ fetch: Fetch,
        _ run: GraphQLRun,
        success: (Value) -> Void
    ) {
        switch result {
        case .success(let value): success(value)
        case .failure(let error): run.resume(fetch.id, error: fieldError(error, nil, run))
        }
    }
}
