import JSON

/// A body that holds several requests, as the places of their texts.
enum BatchEnvelope {
    /// Whether the body is a list.
    static func isBatch(_ source: Span<UInt8>) -> Bool {
        var position = 0
        JSONScanner.skipWhitespace(source, &position)
        return JSONScanner.kind(source, position) == .array
    }

    /// - Throws: a 400 for what is no list, for an empty one, and for one of more than `limit` requests.
    static func requests(_ source: Span<UInt8>, limit: Int) throws(HTTPFailure) -> [Range<Int>] {
        guard limit > 0 else { throw .badRequest("Several requests in one body are not taken here.") }
        var requests: [Range<Int>] = []
        var position = 0
        do {
            try JSONScanner.beginArray(source, &position)
            var isFirst = true
            while try JSONScanner.nextElement(source, &position, &isFirst) {
                let depth = RequestEnvelope.depthLimit
                requests.append(try JSONScanner.skipValue(source, &position, maximumDepth: depth))
            }
            try JSONScanner.expectEnd(source, &position)
        } catch {
            throw .badRequest("The body is not a list of GraphQL requests: \(error).")
        }
        guard !requests.isEmpty else { throw .badRequest("The list of requests is empty.") }
        guard requests.count <= limit else {
            throw .badRequest("The body has \(requests.count) requests; the limit is \(limit).")
        }
        return requests
    }
}
