/// Frames of a client -> whole messages and control frames (RFC 6455, section 5). Knows no socket.
///
/// The client's frames have been cut out of the stream and unmasked; whether they may stand where they stand is decided
/// here. After a `fail` nothing more is to be handed in.
struct WebSocketMessageAssembler {
    /// What a frame says about itself.
    struct FrameFacts {
        var opcode: UInt8
        var isFinal: Bool
        var isMasked: Bool
        /// One of the three bits that only an extension gives a meaning, and none is negotiated.
        var hasReservedBits: Bool
    }

    enum Action: Equatable {
        /// More of the message is to come.
        case none
        case text([UInt8])
        case binary
        case ping
        case pong
        /// The client closes; `code` is repeated to it, `nil` where it named none.
        case close(code: UInt16?)
        case fail(WebSocketCloseReason)
    }

    private let limit: Int
    private let maximumFragments: Int
    /// The parts of the message that is not complete; `nil` between messages.
    private var message: (isText: Bool, bytes: [UInt8], fragments: Int)?

    /// - Parameters:
    ///   - limit: bytes of one whole message.
    ///   - maximumFragments: frames of one message, so that empty ones cannot come without end.
    init(limit: Int, maximumFragments: Int = 4096) {
        self.limit = limit
        self.maximumFragments = maximumFragments
    }

    mutating func received(_ frame: FrameFacts, _ payload: [UInt8]) -> Action {
        // Section 5.1: a client masks every frame.
        guard frame.isMasked else { return .fail(.protocolError("Frames of a client must be masked")) }
        guard !frame.hasReservedBits else { return .fail(.protocolError("Reserved bits are set")) }
        switch frame.opcode {
        case 0x0: return continued(frame, payload)
        case 0x1, 0x2: return begun(frame, payload)
        case 0x8, 0x9, 0xA: return control(frame, payload)
        default: return .fail(.protocolError("Unknown opcode"))
        }
    }

    private mutating func begun(_ frame: FrameFacts, _ payload: [UInt8]) -> Action {
        guard message == nil else { return .fail(.protocolError("A message began within another")) }
        guard payload.count <= limit else { return .fail(.messageTooBig) }
        let isText = frame.opcode == 0x1
        guard frame.isFinal else {
            message = (isText, payload, 1)
            return .none
        }
        return isText ? .text(payload) : .binary
    }

    private mutating func continued(_ frame: FrameFacts, _ payload: [UInt8]) -> Action {
        guard var whole = message else { return .fail(.protocolError("A continuation without a beginning")) }
        guard payload.count <= limit - whole.bytes.count else { return .fail(.messageTooBig) }
        guard whole.fragments < maximumFragments else { return .fail(.protocolError("Too many fragments")) }
        // Taken out while it grows, so that its storage has one owner.
        message = nil
        whole.bytes += payload
        whole.fragments += 1
        guard frame.isFinal else {
            message = whole
            return .none
        }
        return whole.isText ? .text(whole.bytes) : .binary
    }

    /// Section 5.5: control frames are whole, short, and may stand between the parts of a message.
    private func control(_ frame: FrameFacts, _ payload: [UInt8]) -> Action {
        guard frame.isFinal, payload.count <= 125 else {
            return .fail(.protocolError("Control frames are whole and short"))
        }
        switch frame.opcode {
        case 0x9: return .ping
        case 0xA: return .pong
        default: return close(payload)
        }
    }

    private func close(_ payload: [UInt8]) -> Action {
        guard !payload.isEmpty else { return .close(code: nil) }
        guard payload.count >= 2 else { return .fail(.protocolError("A close code has two bytes")) }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        guard Self.mayBeSent(code) else { return .fail(.protocolError("This close code is never sent")) }
        guard String(validating: payload[2...], as: UTF8.self) != nil else { return .fail(.notUTF8) }
        return .close(code: code)
    }

    /// Section 7.4: the codes that may stand in a close frame.
    private static func mayBeSent(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
