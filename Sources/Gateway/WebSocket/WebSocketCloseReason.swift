/// Why the gateway closes a WebSocket: the code and the words of the close frame.
struct WebSocketCloseReason: Equatable {
    let code: UInt16
    /// At most 123 bytes, the room that RFC 6455 leaves in a control frame.
    let text: String

    static func invalidMessage(_ text: String) -> Self { Self(code: 4400, text: text) }
    static let unauthorized = Self(code: 4401, text: "Unauthorized")
    static let forbidden = Self(code: 4403, text: "Forbidden")
    static let subprotocolNotAcceptable = Self(code: 4406, text: "Subprotocol not acceptable")
    static let initialisationTimeout = Self(code: 4408, text: "Connection initialisation timeout")
    static let subscriberAlreadyExists = Self(code: 4409, text: "Subscriber already exists")
    static let tooManyInitialisationRequests = Self(code: 4429, text: "Too many initialisation requests")
    static let internalError = Self(code: 4500, text: "Internal server error")
    static let goingAway = Self(code: 1001, text: "Going away")
    static func protocolError(_ text: String) -> Self { Self(code: 1002, text: text) }
    static let notUTF8 = Self(code: 1007, text: "Text must be UTF-8")
    static let messageTooBig = Self(code: 1009, text: "Message too big")
}
