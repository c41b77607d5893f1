import JSON

/// The messages of the `graphql-transport-ws` protocol that the server sends, as their JSON text.
enum WebSocketServerMessage {
    static let connectionAck = Array(#"{"type":"connection_ack"}"#.utf8)
    static let ping = Array(#"{"type":"ping"}"#.utf8)

    static func pong(payload: JSONSlice?) -> [UInt8] {
        message("pong", id: nil, payload: payload?.bytes)
    }

    /// - Parameter response: one execution result, an object.
    static func next(id: String, response: [UInt8]) -> [UInt8] {
        message("next", id: id, payload: response)
    }

    /// - Parameter errors: a list of GraphQL errors, not empty.
    static func error(id: String, errors: [UInt8]) -> [UInt8] {
        message("error", id: id, payload: errors)
    }

    static func complete(id: String) -> [UInt8] {
        message("complete", id: id, payload: nil)
    }

    private static func message(_ type: StaticString, id: String?, payload: [UInt8]?) -> [UInt8] {
        var writer = JSONWriter(reserving: 48 + (id?.utf8.count ?? 0) + (payload?.count ?? 0))
        if let id {
            writer.append(#"{"id":"#)
            writer.writeString(id)
            writer.append(#","type":""#)
        } else {
            writer.append(#"{"type":""#)
        }
        writer.append(type)
        writer.append("\"")
        if let payload {
            writer.append(#","payload":"#)
            writer.append(payload)
        }
        writer.append("}")
        return writer.bytes
    }
}
