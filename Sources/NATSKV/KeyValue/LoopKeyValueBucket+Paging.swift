package import NIOCore

extension LoopKeyValueBucket {
    /// Reads one page of the keys that have a value.
    ///
    /// Pages are in the order of the newest revisions, so that a cursor keeps its meaning whatever is written: a key that is
    /// not written to while all pages are read is on exactly one of them; one that is, moves behind all others and may
    /// come again there, with its new value. A page costs the same wherever it is, and memory only for itself.
    /// - Returns through `completion`: `cursorInvalid` for a cursor of another bucket, or for a key that the bucket does not
    ///   have.
    package func page(
        _ options: PageOptions,
        deadline: NIODeadline,
        completion: @escaping (Result<KeyValuePage, NATSError>) -> Void
    ) {
        // Asked anew each time: a cursor is checked against the stream as it is, and its end bounds the reading.
        describe(deadline: deadline) { [self] found in
            switch found {
            case .failure(let error): completion(.failure(error))
            case .success(let facts):
                begin(options.start, facts, deadline: deadline) { [self] start in
                    switch start {
                    case .failure(let error): completion(.failure(error))
                    case .success(let last):
                        let reading = PageReading(self, options, facts, after: last, deadline, completion)
                        reading.start()
                    }
                }
            }
        }
    }

    /// The revision behind which a page begins.
    private func begin(
        _ start: PageOptions.Start,
        _ facts: StreamFacts,
        deadline: NIODeadline,
        _ completion: @escaping (Result<UInt64, NATSError>) -> Void
    ) {
        switch start {
        case .beginning: completion(.success(0))
        case .cursor(let cursor):
            guard cursor.belongs(to: facts.status) else {
                let text = "the cursor is of another bucket, or of one that was since made anew"
                return completion(.failure(NATSError(.cursorInvalid, text)))
            }
            guard cursor.revision <= facts.status.lastRevision else {
                return completion(
                    .failure(NATSError(.cursorInvalid, "the cursor is beyond the bucket's newest revision"))
                )
            }
            completion(.success(cursor.revision))
        case .key(let key):
            fetchLast(key, facts, fromLeader: !facts.allowsDirectGet, deadline: deadline) { result in
                completion(
                    result.flatMap { message in
                        if let message { return .success(message.sequence) }
                        let text = "this is neither a cursor nor a key that the bucket has"
                        return .failure(NATSError(.cursorInvalid, text))
                    }
                )
            }
        }
    }
}
