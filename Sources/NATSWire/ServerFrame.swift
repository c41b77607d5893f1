package import NIOCore

/// What a server sends to a client.
package enum ServerFrame: Sendable, Equatable {
    /// The JSON text of INFO.
    case info(ByteBuffer)
    /// MSG or HMSG.
    case message(MessageFrame)
    case ping
    case pong
    case ok
    /// The text of -ERR, without its quotes.
    case error(String)
}

/// Reads what a server sends. Give it to a `NIOSingleStepByteToMessageProcessor`, or call `decode` until it returns
/// `nil`. After an error it must not be used again.
package struct ServerFrameParser: NIOSingleStepByteToMessageDecoder, Sendable {
    package typealias InboundOut = ServerFrame

    /// Enforced on every frame from the next one on.
    package var limits: WireLimits
    private var scanner = LineScanner()
    private var messages = MessageReader()

    package init(limits: WireLimits = .client) {
        self.limits = limits
    }

    package mutating func decode(buffer: inout ByteBuffer) throws(WireError) -> ServerFrame? {
        if let layout = messages.pending {
            return try messages.finish(layout, from: &buffer).map { .message($0) }
        }
        guard buffer.readableBytes > 0 else { return nil }
        let line: ControlLine
        do {
            let bytes = buffer.readableBytesUInt8Span
            switch try scanner.scan(bytes, limits: limits, isKnown: Self.isKnown, isLong: { $0 == OperationCode.info })
            {
            case .incomplete: return nil
            case .line(let complete): line = complete
            }
            let hasHeaders = line.operation == OperationCode.headerMessage
            if hasHeaders || line.operation == OperationCode.message {
                try messages.begin(line, in: bytes, hasHeaders: hasHeaders, hasIdentifier: true, limits: limits)
            }
        }
        if let layout = messages.pending {
            return try messages.finish(layout, from: &buffer).map { .message($0) }
        }
        return try simple(line, in: &buffer)
    }

    package mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) throws(WireError) -> ServerFrame? {
        try decode(buffer: &buffer)
    }

    private func simple(_ line: ControlLine, in buffer: inout ByteBuffer) throws(WireError) -> ServerFrame? {
        let start = buffer.readerIndex
        defer { buffer.moveReaderIndex(to: start + line.length) }
        switch line.operation {
        case OperationCode.ping: return .ping
        case OperationCode.pong: return .pong
        case OperationCode.ok: return .ok
        case OperationCode.error:
            let text = buffer.getString(at: start + line.rest.lowerBound, length: line.rest.count) ?? ""
            return .error(Self.unquoted(text))
        case OperationCode.info:
            guard line.count > 0 else { throw .invalidArguments(.info) }
            let text = line[0].lowerBound..<line.rest.upperBound
            return buffer.getSlice(at: start + text.lowerBound, length: text.count).map { .info($0) }
        default: throw .unknownOperation
        }
    }

    private static func unquoted(_ text: String) -> String {
        let trimmed = text.drop { $0 == " " || $0 == "\t" }
        guard trimmed.count >= 2, trimmed.first == "'", trimmed.last == "'" else { return String(trimmed) }
        return String(trimmed.dropFirst().dropLast())
    }

    private static func isKnown(_ operation: UInt64) -> Bool {
        switch operation {
        case OperationCode.headerMessage, OperationCode.message, OperationCode.ping, OperationCode.pong,
            OperationCode.ok, OperationCode.error, OperationCode.info:
            true
        default: false
        }
    }
}
