import JSON
package import NIOCore

extension NATSConnection {
    /// The names of all buckets that take writes (mirrors, which have no subjects of their own, are not among them).
    package func bucketNames(
        apiPrefix: String = "$JS.API.",
        deadline: NIODeadline,
        completion: @escaping (Result<[BucketName], NATSError>) -> Void
    ) {
        let api = JetStreamAPI(connection: self, prefix: apiPrefix)
        var names: [BucketName] = []
        func ask(from offset: Int) {
            let body: JSONValue = ["subject": "$KV.*.>", "offset": .number(JSONNumber(offset))]
            api.call("STREAM.NAMES", body, deadline: deadline) { reply in
                switch reply {
                case .failure(let error): completion(.failure(error))
                case .success(let value):
                    let page = value["streams"]?.array?.compactMap(\.string) ?? []
                    for stream in page where stream.hasPrefix("KV_") {
                        if let name = try? BucketName(String(stream.dropFirst(3))) { names.append(name) }
                    }
                    let next = offset + page.count
                    guard !page.isEmpty, next < value["total"]?.integer ?? 0 else { return completion(.success(names)) }
                    ask(from: next)
                }
            }
        }
        ask(from: 0)
    }
}
