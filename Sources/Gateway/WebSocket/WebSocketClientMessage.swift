import JSON

/// A message of the `graphql-transport-ws` protocol from the client.
enum WebSocketClientMessage: Equatable {
    case connectionInit
    /// The payload is echoed in the answer, as written.
    case ping(payload: JSONSlice?)
    case pong
    /// The payload is a GraphQL request: an object, not looked into here.
    case subscribe(id: String, request: JSONSlice)
    case complete(id: String)

    /// Reads one text message.
    ///
    /// - Throws: what is wrong with it, in words short enough for a close frame (123 bytes).
    init(_ text: Span<UInt8>) throws(WebSocketMessageError) {
        var members = Members()
        do {
            try members.read(text)
        } catch {
            throw .notJSON
        }
        let payload = members.payload.flatMap { $0.kind == .null ? nil : $0 }
        switch members.type {
        case "connection_init":
            guard payload == nil || payload?.kind == .object else { throw .payloadNotObject }
            self = .connectionInit
        case "ping":
            guard payload == nil || payload?.kind == .object else { throw .payloadNotObject }
            self = .ping(payload: payload)
        case "pong":
            guard payload == nil || payload?.kind == .object else { throw .payloadNotObject }
            self = .pong
        case "subscribe":
            guard let id = members.id, !id.isEmpty else { throw .missingID }
            guard let payload, payload.kind == .object else { throw .payloadNotObject }
            self = .subscribe(id: id, request: payload)
        case "complete":
            guard let id = members.id, !id.isEmpty else { throw .missingID }
            self = .complete(id: id)
        case nil: throw .missingType
        default: throw .unknownType
        }
    }
}

/// What is wrong with a client's message. The text goes into the close frame, so nothing of the message is in it.
enum WebSocketMessageError: String, Error {
    case notJSON = "Invalid message: not a JSON object"
    case missingType = "Invalid message: 'type' is missing or no string"
    case unknownType = "Invalid message: unknown 'type'"
    case missingID = "Invalid message: 'id' is missing, empty or no string"
    case payloadNotObject = "Invalid message: 'payload' is no object"
}

/// The members of a message that mean something; others are ignored, as the protocol asks.
private struct Members {
    var type: String?
    var id: String?
    var payload: JSONSlice?

    mutating func read(_ text: Span<UInt8>) throws(JSONError) {
        var position = 0
        var isFirst = true
        try JSONScanner.beginObject(text, &position)
        while let name = try JSONScanner.nextMember(text, &position, &isFirst) {
            let start = position
            try JSONScanner.skipValue(text, &position)
            if JSONScanner.equals(text, name, "type") {
                type = try Self.string(text, start)
            } else if JSONScanner.equals(text, name, "id") {
                id = try Self.string(text, start)
            } else if JSONScanner.equals(text, name, "payload") {
                payload = JSONSlice(unchecked: Self.copy(text, start..<position))
            }
        }
        try JSONScanner.expectEnd(text, &position)
    }

    private static func string(_ text: Span<UInt8>, _ start: Int) throws(JSONError) -> String? {
        guard JSONScanner.kind(text, start) == .string else { return nil }
        var position = start
        return try JSONScanner.decode(text, JSONScanner.scanString(text, &position))
    }

    private static func copy(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        var writer = JSONWriter(reserving: range.count)
        writer.append(text, range)
        return writer.bytes
    }
}
