@testable import Gateway

/// A WebSocket written by hand, so that tests can send what no client library would.
struct WebSocketClient {
    struct Frame: Equatable {
        var opcode: UInt8
        var isFinal = true
        var payload: [UInt8] = []

        var text: String { String(decoding: payload, as: UTF8.self) }
        var closeCode: Int? { payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil }
    }

    let connection: RawClient.Connection

    static let fields =
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    static let subprotocol = "Sec-WebSocket-Protocol: graphql-transport-ws\r\n"

    /// Sends the upgrade request and returns the head of the answer.
    @discardableResult
    func upgrade(_ path: String = "/graphql", fields: String = subprotocol) async throws -> String {
        try await connection.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(Self.fields)\(fields)\r\n")
        return try await connection.read(through: "\r\n\r\n")
    }

    /// Upgrades and goes through `connection_init`.
    func open() async throws {
        try await upgrade()
        try await send(#"{"type":"connection_init"}"#)
        _ = try await message()
    }

    static func bytes(
        _ opcode: UInt8,
        _ payload: [UInt8],
        isFinal: Bool = true,
        isMasked: Bool = true,
        reserved: UInt8 = 0
    ) -> [UInt8] {
        var out = [opcode | (isFinal ? 0x80 : 0) | reserved << 4]
        let mask: UInt8 = isMasked ? 0x80 : 0
        switch payload.count {
        case ..<126: out.append(mask | UInt8(payload.count))
        case ..<65536: out += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default:
            out.append(mask | 127)
            for shift in stride(from: 56, through: 0, by: -8) {
                out.append(UInt8(truncatingIfNeeded: payload.count >> shift))
            }
        }
        guard isMasked else { return out + payload }
        let key: [UInt8] = [0x11, 0xE2, 0x33, 0xD4]
        return out + key + payload.enumerated().map { $0.element ^ key[$0.offset & 3] }
    }

    func send(_ frame: [UInt8]) async throws { try await connection.send(frame) }

    func send(_ text: String) async throws { try await send(Self.bytes(1, Array(text.utf8))) }

    func subscribe(_ id: String, _ query: String) async throws {
        var payload = Array(#"{"id":"\#(id)","type":"subscribe","payload":{"query":"#.utf8)
        JSONText.append(query, to: &payload)
        try await send(String(decoding: payload, as: UTF8.self) + "}}")
    }

    func frame() async throws -> Frame {
        let head = try await connection.read(count: 2)
        var length = Int(head[1] & 0x7F)
        if length == 126 {
            length = try await connection.read(count: 2).reduce(0) { $0 << 8 | Int($1) }
        } else if length == 127 {
            length = try await connection.read(count: 8).reduce(0) { $0 << 8 | Int($1) }
        }
        let isMasked = head[1] & 0x80 != 0
        if isMasked { throw RawClient.Closed(received: "a masked frame of the server") }
        return Frame(
            opcode: head[0] & 0x0F,
            isFinal: head[0] & 0x80 != 0,
            payload: try await connection.read(count: length)
        )
    }

    /// The next text; pings of the server are not answered.
    func message() async throws -> String {
        while true {
            let frame = try await frame()
            switch frame.opcode {
            case 1: return frame.text
            case 9: continue
            default: throw RawClient.Closed(received: "opcode \(frame.opcode) \(frame.payload)")
            }
        }
    }

    /// The next close frame; texts before it are passed over.
    func close() async throws -> Frame {
        while true {
            let frame = try await frame()
            if frame.opcode == 8 { return frame }
        }
    }

    static func with(_ port: Int, _ body: (WebSocketClient) async throws -> Void) async throws {
        try await RawClient.withConnection(to: port) { try await body(WebSocketClient(connection: $0)) }
    }
}
