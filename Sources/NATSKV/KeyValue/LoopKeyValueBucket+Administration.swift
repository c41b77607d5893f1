import JSON
package import NIOCore

extension LoopKeyValueBucket {
    /// Makes sure that the bucket exists. A bucket that is there is used as it is, except that its history is raised
    /// where it is lower than asked for; it is never deleted or shrunk.
    package func ensureBucket(
        _ configuration: BucketConfiguration,
        deadline: NIODeadline,
        completion: @escaping (Result<BucketReport, NATSError>) -> Void
    ) {
        let stream: JSONValue
        do {
            stream = try configuration.stream()
        } catch {
            return connection.later { completion(.failure(error)) }
        }
        describe(deadline: deadline) { [self] found in
            switch found {
            case .success(let facts): adopt(facts, configuration, deadline: deadline, completion)
            case .failure(let error) where error.code == .bucketNotFound:
                api.call("STREAM.CREATE.\(name.streamName)", stream, kind: .recognisedWrite, deadline: deadline) {
                    [self] reply in
                    switch learn(reply) {
                    case .success(let facts): completion(.success(report(.created, facts.status, configuration)))
                    case .failure(let error) where error.jetStreamCode == JetStreamErrorCode.streamNameInUse:
                        // Somebody else made it in between, with other settings.
                        describe(deadline: deadline) { [self] found in
                            switch found {
                            case .success(let facts): adopt(facts, configuration, deadline: deadline, completion)
                            case .failure(let error): completion(.failure(error))
                            }
                        }
                    case .failure(let error): completion(.failure(error))
                    }
                }
            case .failure(let error): completion(.failure(error))
            }
        }
    }

    private func report(
        _ outcome: BucketReport.Outcome,
        _ status: BucketStatus,
        _ wanted: BucketConfiguration
    ) -> BucketReport {
        var cautions: [String] = []
        // https://github.com/nats-io/nats-server/issues/4320
        if status.replicas > 1, let version = connection.serverVersion, version < (2, 10) {
            cautions.append(
                "nats-server \(version.major).\(version.minor) may let several conditional writes to a replicated bucket "
                    + "win from one revision; 2.10 or newer does not"
            )
        }
        return BucketReport(
            outcome: outcome,
            differences: outcome == .found ? wanted.differences(from: status) : [],
            cautions: cautions,
            status: status
        )
    }

    func describe(deadline: NIODeadline, _ completion: @escaping (Result<StreamFacts, NATSError>) -> Void) {
        api.call("STREAM.INFO.\(name.streamName)", deadline: deadline) { [self] in completion(learn($0)) }
    }

    private func adopt(
        _ facts: StreamFacts,
        _ configuration: BucketConfiguration,
        deadline: NIODeadline,
        _ completion: @escaping (Result<BucketReport, NATSError>) -> Void
    ) {
        let found = facts.status
        // A negative or zero limit means "all revisions", which is more than any.
        guard found.history > 0, found.history < configuration.history, found.mirroredStream == nil,
            var changed = facts.configuration.object
        else { return completion(.success(report(.found, found, configuration))) }
        changed["max_msgs_per_subject"] = .number(JSONNumber(configuration.history))
        api.call("STREAM.UPDATE.\(name.streamName)", .object(changed), kind: .recognisedWrite, deadline: deadline) {
            [self] reply in
            switch learn(reply) {
            case .success(let facts): completion(.success(report(.found, facts.status, configuration)))
            case .failure(let error) where error.jetStreamCode != nil:
                completion(.success(report(.found, found, configuration)))
            case .failure(let error): completion(.failure(error))
            }
        }
    }

    /// Changes the bucket's settings. Settings of the stream that this library does not know stay as they are.
    package func updateBucket(
        _ configuration: BucketConfiguration,
        deadline: NIODeadline,
        completion: @escaping (Result<BucketStatus, NATSError>) -> Void
    ) {
        let wanted: JSONValue
        do {
            wanted = try configuration.stream()
        } catch {
            return connection.later { completion(.failure(error)) }
        }
        describe(deadline: deadline) { [self] found in
            switch found {
            case .failure(let error): completion(.failure(error))
            case .success(let facts):
                var stream = facts.configuration.object ?? JSONObject()
                for member in wanted.object ?? JSONObject() { stream[member.name] = member.value }
                let subject = "STREAM.UPDATE.\(name.streamName)"
                api.call(subject, .object(stream), kind: .recognisedWrite, deadline: deadline) { [self] reply in
                    completion(learn(reply).map(\.status))
                }
            }
        }
    }

    /// Deletes the bucket with everything in it.
    package func deleteBucket(deadline: NIODeadline, completion: @escaping (Result<Void, NATSError>) -> Void) {
        api.call("STREAM.DELETE.\(name.streamName)", kind: .recognisedWrite, deadline: deadline) { [self] reply in
            facts = nil
            completion(reply.map { _ in })
        }
    }
}
