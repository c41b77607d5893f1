import GraphQLEngine
import JSON
import NATSKV
import SchemaGen

extension APIResolver {
    func history(_ fetch: Fetch, _ run: GraphQLRun) throws(FieldError) {
        history(of: try key(of: fetch), last: try last(fetch), fetch, run, isNested: false)
    }

    /// The history of an entry. All that become known together ask the store in one write, as every request of a turn of
    /// the loop does.
    func entryHistory(_ fetch: Fetch, _ run: GraphQLRun) throws(FieldError) {
        guard let parent = fetch.parent as? EntryRecord.Parent else {
            throw FieldError("The field cannot be resolved.", code: .internalServerError)
        }
        // Each level would multiply the entries by the bucket's history.
        guard !parent.isInHistory else {
            throw FieldError("The entries of a history have no history field of their own.", code: .queryTooComplex)
        }
        guard run.countsNestedFetch() else {
            throw FieldError(
                "The request asks for more than \(GraphQLRun.maximumNestedFetches) histories of entries.",
                code: .queryTooComplex
            )
        }
        let last = try last(fetch)
        do {
            history(of: try KeyValueKey(parent.key), last: last, fetch, run, isNested: true)
        } catch {
            throw fieldError(error, parent.key)
        }
    }

    private func history(of key: KeyValueKey, last: Int?, _ fetch: Fetch, _ run: GraphQLRun, isNested: Bool) {
        bucket.history(key, deadline: run.deadline) { result in
            switch result {
            case .success(let entries):
                let wanted = entries.suffix(last ?? .max).map { entry in
                    var record = self.record(entry)
                    record.isInHistory = isNested
                    return record
                }
                run.resume(fetch.id) { $0.list(of: wanted) }
            case .failure(let error): run.resume(fetch.id, error: self.fieldError(error, key.rawValue, run))
            }
        }
    }

    private func last(_ fetch: Fetch) throws(FieldError) -> Int? {
        guard let last = fetch.arguments["last"]?.number?.int64 else { return nil }
        guard last >= 0 else { throw FieldError("The argument \"last\" is negative.", code: .badUserInput) }
        return Int(clamping: last)
    }
}
