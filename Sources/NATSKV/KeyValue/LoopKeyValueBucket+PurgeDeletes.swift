import JSON
package import NIOCore

extension LoopKeyValueBucket {
    /// Removes delete and purge markers with everything before them.
    ///
    /// A marker younger than `age` is kept, so that watches that are behind still learn of the deletion; what it hides is
    /// removed all the same.
    /// - Returns through `completion`: how many keys had a marker.
    package func purgeDeletes(
        olderThan age: TimeAmount = .minutes(30),
        deadline: NIODeadline,
        completion: @escaping (Result<Int, NATSError>) -> Void
    ) {
        var markers: [KeyValueEntry] = []
        var options = WatchOptions()
        options.metaOnly = true
        let now = Timestamp.now()
        collect([.all], options, deadline: deadline) { entry in
            if entry.operation != .put { markers.append(entry) }
        } completion: { [self] result in
            switch result {
            case .failure(let error): completion(.failure(error))
            case .success:
                let limit = now.adding(nanoseconds: -age.nanoseconds)
                purge(markers[...], olderThan: limit, count: 0, deadline, completion)
            }
        }
    }

    private func purge(
        _ markers: ArraySlice<KeyValueEntry>,
        olderThan limit: Timestamp,
        count: Int,
        _ deadline: NIODeadline,
        _ completion: @escaping (Result<Int, NATSError>) -> Void
    ) {
        guard let marker = markers.first, let facts else { return completion(.success(count)) }
        // Up to the marker only: a value that was written since must stay.
        var body = JSONObject()
        body["filter"] = .string(facts.subjectPrefix + marker.key.rawValue)
        let isYoung = marker.created > limit
        body["seq"] = .number(JSONNumber(isYoung ? marker.revision : marker.revision &+ 1))
        let subject = "STREAM.PURGE.\(name.streamName)"
        api.call(subject, .object(body), kind: .recognisedWrite, deadline: deadline) { [self] reply in
            switch reply {
            case .failure(let error): completion(.failure(error))
            case .success: purge(markers.dropFirst(), olderThan: limit, count: count + 1, deadline, completion)
            }
        }
    }
}
