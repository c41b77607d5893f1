import JSON

/// A GraphQL request as ranges of the bytes it came in: nothing is copied, variables are not looked into.
struct RequestEnvelope: ~Copyable {
    /// How the query's text is spelled; `nil` where only the hash of one is sent.
    var query: JSONRawString?
    /// The JSON text of an object; `nil` where there are none.
    var variables: Range<Int>?
    var operationName: String?
    /// The registered operation that is meant, or the hash to register this one under.
    var persisted: PersistedQueryReference?

    /// How deep a request may nest: its own object, and the variables within.
    static let depthLimit = 128

    /// Reads the body of a POST.
    /// - Throws: a 400 that says what is wrong.
    init(json source: Span<UInt8>) throws(HTTPFailure) {
        if let invalid = JSONScanner.firstInvalidUTF8(source) {
            throw .badRequest("The body is not UTF-8 at byte \(invalid).")
        }
        do {
            let found = try Members(source)
            variables = try found.object("variables", found.variables)
            persisted = try Self.persisted(found, source)
            if persisted == nil || found.query.map({ $0.kind != .null }) ?? false {
                query = try found.string("query", found.query)
            }
            operationName = try Self.operationName(found, source)
        } catch {
            throw error.failure
        }
    }

    private static func persisted(
        _ found: Members,
        _ source: Span<UInt8>
    ) throws(Problem) -> PersistedQueryReference? {
        guard let extensions = try found.object("extensions", found.extensions) else { return nil }
        do {
            return try PersistedQueryReference(extensions: source.extracting(extensions))
        } catch {
            throw .failure(error)
        }
    }

    private static func operationName(_ found: Members, _ source: Span<UInt8>) throws(Problem) -> String? {
        guard let name = found.operationName, name.kind != .null else { return nil }
        let raw = try found.string("operationName", name)
        do {
            return try JSONScanner.decode(source, raw)
        } catch {
            throw .syntax(error)
        }
    }

    private enum Problem: Error {
        case syntax(JSONError)
        case failure(HTTPFailure)

        var failure: HTTPFailure {
            switch self {
            case .syntax(let error): .badRequest("The body is not the JSON of a GraphQL request: \(error).")
            case .failure(let failure): failure
            }
        }
    }

    private struct Member {
        var kind: JSONKind?
        var range: Range<Int>
        /// Of a string.
        var spelling: JSONRawString?

        init(_ source: Span<UInt8>, _ position: inout Int) throws(JSONError) {
            kind = JSONScanner.kind(source, position)
            if kind == .string {
                let string = try JSONScanner.scanString(source, &position)
                (range, spelling) = (string.range, string)
            } else {
                range = try JSONScanner.skipValue(source, &position, maximumDepth: depthLimit)
            }
        }
    }

    private struct Members {
        var query: Member?
        var variables: Member?
        var operationName: Member?
        var extensions: Member?

        init(_ source: Span<UInt8>) throws(Problem) {
            var position = 0
            JSONScanner.skipWhitespace(source, &position)
            if JSONScanner.kind(source, position) == .array {
                throw .failure(.badRequest("Several requests in one body are not taken here."))
            }
            do {
                try JSONScanner.beginObject(source, &position)
                var isFirst = true
                while let name = try JSONScanner.nextMember(source, &position, &isFirst) {
                    note(source, name, try Member(source, &position))
                }
                try JSONScanner.expectEnd(source, &position)
            } catch {
                throw .syntax(error)
            }
        }

        /// Of a name that stands twice the last one counts, as in most readers of JSON.
        private mutating func note(_ source: Span<UInt8>, _ name: JSONRawString, _ member: Member) {
            if JSONScanner.equals(source, name, "query") {
                query = member
            } else if JSONScanner.equals(source, name, "variables") {
                variables = member
            } else if JSONScanner.equals(source, name, "operationName") {
                operationName = member
            } else if JSONScanner.equals(source, name, "extensions") {
                extensions = member
            }
        }

        func string(_ name: String, _ member: Member?) throws(Problem) -> JSONRawString {
            guard let spelling = member?.spelling else {
                throw .failure(.badRequest("The member \"\(name)\" of the request is missing or no string."))
            }
            return spelling
        }

        func object(_ name: String, _ member: Member?) throws(Problem) -> Range<Int>? {
            guard let member, member.kind != .null else { return nil }
            guard member.kind == .object else {
                throw .failure(.badRequest("The member \"\(name)\" of the request is no object."))
            }
            return member.range
        }
    }
}
