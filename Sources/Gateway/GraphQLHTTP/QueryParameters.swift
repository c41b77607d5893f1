import JSON

/// A GraphQL request as the parameters of a GET, put behind one another so that it can be read like a body.
struct QueryParameters {
    private(set) var bytes: [UInt8] = []
    /// `nil` where only the hash of one is sent.
    private(set) var query: Range<Int>?
    private(set) var variables: Range<Int>?
    private(set) var operationName: String?
    private(set) var persisted: PersistedQueryReference?

    /// - Parameter text: What stands behind `?`.
    /// - Throws: a 400 that says what is wrong. A parameter that is empty counts as absent.
    init(_ text: Substring?) throws(HTTPFailure) {
        for (name, value) in try FormDecoding.pairs(text ?? "") where !value.isEmpty {
            switch name {
            case "query":
                query = append(value)
            case "variables":
                variables = try Self.isObject(value, name) ? append(value) : nil
            case "extensions":
                if try Self.isObject(value, name) { persisted = try PersistedQueryReference(extensions: value.span) }
            case "operationName":
                operationName = String(decoding: value, as: UTF8.self)
            default: break
            }
        }
        guard query != nil || persisted != nil else { throw .badRequest("The parameter \"query\" is missing.") }
    }

    private mutating func append(_ value: [UInt8]) -> Range<Int> {
        let start = bytes.count
        bytes += value
        return start..<bytes.count
    }

    /// False for `null`.
    private static func isObject(_ value: [UInt8], _ name: String) throws(HTTPFailure) -> Bool {
        let source = value.span
        var position = 0
        JSONScanner.skipWhitespace(source, &position)
        let kind = JSONScanner.kind(source, position)
        do {
            _ = try JSONScanner.skipValue(source, &position, maximumDepth: RequestEnvelope.depthLimit)
            try JSONScanner.expectEnd(source, &position)
        } catch {
            throw .badRequest("The parameter \"\(name)\" is not JSON: \(error).")
        }
        guard kind == .object || kind == .null else {
            throw .badRequest("The parameter \"\(name)\" is no JSON object.")
        }
        return kind == .object
    }
}
