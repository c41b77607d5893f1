import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Whether a request asks for a WebSocket, and whether it gets one.
enum WebSocketUpgrade {
    static let subprotocol = "graphql-transport-ws"

    static func isAsked(by head: RequestHead) -> Bool {
        head.method == .GET
            && head.headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
            && head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
    }

    /// Loopback is no fence against web pages: a page of another origin gets no socket.
    /// - Throws: 403 for a foreign origin, 426 for another version of the protocol, 400 for a key that is none.
    static func check(_ head: RequestHead, allowed: CrossOriginRule) throws(HTTPFailure) {
        if let origin = head.headers.first(name: "origin"), !isSame(origin, head.headers.first(name: "host")),
            !allowed.allows(origin)
        {
            throw HTTPFailure(.forbidden, "The Origin of the request is not this server.", code: "FORBIDDEN")
        }
        guard head.headers[canonicalForm: "sec-websocket-version"] == ["13"] else {
            throw HTTPFailure(
                .upgradeRequired,
                "Only version 13 of the WebSocket protocol is spoken here.",
                fields: "Sec-WebSocket-Version: 13\r\n"
            )
        }
        // 16 bytes in Base64.
        guard let key = head.headers.first(name: "sec-websocket-key"), key.utf8.count == 24, key.hasSuffix("==") else {
            throw .badRequest("Sec-WebSocket-Key is missing or no key.")
        }
    }

    /// Whether the client offers the subprotocol. Without it the socket is opened and closed with 4406 at once, since
    /// a browser does not show why an upgrade was refused.
    static func offersSubprotocol(_ head: RequestHead) -> Bool {
        head.headers[canonicalForm: "sec-websocket-protocol"].contains { $0 == subprotocol }
    }

    private static func isSame(_ origin: String, _ host: String?) -> Bool {
        guard let host, let scheme = origin.range(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == host.lowercased()
    }
}

extension StringProtocol {
    fileprivate func range(of mark: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(mark) { return start..<index(start, offsetBy: mark.count) }
            start = index(after: start)
        }
        return nil
    }
}
