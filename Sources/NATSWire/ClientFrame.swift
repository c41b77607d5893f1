package import NIOCore

/// What a client sends to a server.
package enum ClientFrame: Sendable, Equatable {
    /// The JSON text of CONNECT.
    case connect(ByteBuffer)
    /// The text of INFO, which a client may send and which changes nothing.
    case info(ByteBuffer)
    case ping
    case pong
    /// PUB or HPUB.
    case publish(MessageFrame)
    /// SUB. Subject, queue group and subscription id are slices of the read buffer; the subject is not validated.
    case subscribe(subject: ByteBuffer, queue: ByteBuffer?, identifier: ByteBuffer)
    /// UNSUB. `maximum` counts all deliveries since SUB; `nil` ends the subscription at once.
    case unsubscribe(identifier: ByteBuffer, maximum: Int?)
    /// A line that a server takes and does nothing about: `+OK`.
    case ignored
}

/// Reads what a client sends. Give it to a `NIOSingleStepByteToMessageProcessor`, or call `decode` until it returns
/// `nil`. After an error it must not be used again.
package struct ClientFrameParser: NIOSingleStepByteToMessageDecoder, Sendable {
    package typealias InboundOut = ClientFrame

    /// Enforced on every frame from the next one on.
    package var limits: WireLimits
    private var scanner = LineScanner()
    private var messages = MessageReader()

    package init(limits: WireLimits = WireLimits()) {
        self.limits = limits
    }

    package mutating func decode(buffer: inout ByteBuffer) throws(WireError) -> ClientFrame? {
        if let layout = messages.pending {
            return try messages.finish(layout, from: &buffer).map { .publish($0) }
        }
        guard buffer.readableBytes > 0 else { return nil }
        let line: ControlLine
        do {
            switch try nextLine(buffer.readableBytesUInt8Span) {
            case .incomplete: return nil
            case .line(let complete): line = complete
            }
        } catch .unknownOperation {
            // What the scanner knew of this line does not hold for the next one.
            scanner = LineScanner()
            return try LooseOperation.decode(&buffer, limit: limits.controlLine)
        }
        if let layout = messages.pending {
            return try messages.finish(layout, from: &buffer).map { .publish($0) }
        }
        return try simple(line, in: &buffer)
    }

    private mutating func nextLine(_ bytes: Span<UInt8>) throws(WireError) -> LineScanner.Outcome {
        let outcome = try scanner.scan(bytes, limits: limits, isKnown: Self.isKnown, isLong: { _ in false })
        guard case .line(let line) = outcome else {
            // Only few bytes are an operation's beginning: the others need not wait for the line's end.
            guard LooseOperation.mayBegin(bytes) else { throw .unknownOperation }
            return outcome
        }
        let hasHeaders = line.operation == OperationCode.headerPublish
        if hasHeaders || line.operation == OperationCode.publish {
            guard line.count > 0 || line.isSeparated(bytes) else { throw .unknownOperation }
            try messages.begin(line, in: bytes, hasHeaders: hasHeaders, hasIdentifier: false, limits: limits)
        }
        return outcome
    }

    package mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) throws(WireError) -> ClientFrame? {
        try decode(buffer: &buffer)
    }

    private func simple(_ line: ControlLine, in buffer: inout ByteBuffer) throws(WireError) -> ClientFrame? {
        let start = buffer.readerIndex
        let isSeparated = line.isSeparated(buffer.readableBytesUInt8Span)
        defer { buffer.moveReaderIndex(to: start + line.length) }
        func slice(_ range: Range<Int>) -> ByteBuffer {
            buffer.getSlice(at: start + range.lowerBound, length: range.count) ?? ByteBuffer()
        }
        switch line.operation {
        case OperationCode.ping: return .ping
        case OperationCode.pong: return .pong
        case OperationCode.connect:
            guard line.count > 0 else { throw .invalidArguments(.connect) }
            return .connect(slice(line[0].lowerBound..<line.rest.upperBound))
        case OperationCode.subscribe:
            guard line.count > 0 || isSeparated else { throw .unknownOperation }
            guard line.count == 2 || line.count == 3 else { throw .invalidArguments(.subscribe) }
            return .subscribe(
                subject: slice(line[0]),
                queue: line.count == 3 ? slice(line[1]) : nil,
                identifier: slice(line[line.count - 1])
            )
        case OperationCode.unsubscribe:
            guard line.count > 0 || isSeparated else { throw .unknownOperation }
            guard line.count == 1 || line.count == 2 else { throw .invalidArguments(.unsubscribe) }
            // nats-server takes a maximum of 0, or one that is no number, as "now".
            let maximum = LineScanner.number(buffer.readableBytesUInt8Span, line[1])
            return .unsubscribe(identifier: slice(line[0]), maximum: maximum == 0 ? nil : maximum)
        default: throw .unknownOperation
        }
    }

    private static func isKnown(_ operation: UInt64) -> Bool {
        switch operation {
        case OperationCode.headerPublish, OperationCode.publish, OperationCode.subscribe, OperationCode.unsubscribe,
            OperationCode.ping, OperationCode.pong, OperationCode.connect:
            true
        default: false
        }
    }
}
