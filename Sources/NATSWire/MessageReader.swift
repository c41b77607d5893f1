import NIOCore

/// Checks a message's sizes as soon as its control line is there and waits for the rest. Both directions share it.
struct MessageReader: Sendable {
    private(set) var pending: MessageLayout?

    /// Takes the sizes from the last one (no headers) or two (headers) arguments of `line`.
    mutating func begin(
        _ line: ControlLine,
        in bytes: Span<UInt8>,
        hasHeaders: Bool,
        hasIdentifier: Bool,
        limits: WireLimits
    ) throws(WireError) {
        let operation: WireError.Operation =
            switch (hasHeaders, hasIdentifier) {
            case (true, true): .headerMessage
            case (true, false): .headerPublish
            case (false, true): .message
            case (false, false): .publish
            }
        let sizes = hasHeaders ? 2 : 1
        let fixed = (hasIdentifier ? 2 : 1) + sizes
        guard line.count == fixed || line.count == fixed + 1 else { throw .invalidArguments(operation) }
        guard let size = LineScanner.number(bytes, line[line.count - 1]) else { throw .invalidArguments(operation) }
        var headerLength = 0
        if hasHeaders {
            guard let declared = LineScanner.number(bytes, line[line.count - 2]), declared <= size else {
                throw .invalidArguments(operation)
            }
            headerLength = declared
        }
        guard size <= limits.payload else {
            throw .payloadTooLarge(size: size, limit: limits.payload, hasHeaders: hasHeaders)
        }
        guard headerLength <= limits.headers else {
            throw .headersTooLarge(size: headerLength, limit: limits.headers)
        }
        pending = MessageLayout(
            subject: line[0],
            reply: line.count > fixed ? line[hasIdentifier ? 2 : 1] : 0..<0,
            identifier: hasIdentifier ? line[1] : 0..<0,
            lineLength: line.length,
            headerLength: headerLength,
            size: size,
            hasHeaders: hasHeaders
        )
    }

    /// The message, once all of it is in `buffer`.
    mutating func finish(_ layout: MessageLayout, from buffer: inout ByteBuffer) throws(WireError) -> MessageFrame? {
        guard buffer.readableBytes >= layout.total else {
            // A first byte that cannot end the payload says so already.
            guard buffer.readableBytes <= layout.total - 2 || Self.byte(buffer, layout.total - 2) == 0x0D else {
                throw .unknownOperation
            }
            return nil
        }
        pending = nil
        guard Self.byte(buffer, layout.total - 2) == 0x0D, Self.byte(buffer, layout.total - 1) == 0x0A,
            let bytes = buffer.readSlice(length: layout.total - 2)
        else { throw .unknownOperation }
        buffer.moveReaderIndex(forwardBy: 2)
        return MessageFrame(bytes: bytes, layout: layout)
    }

    @inline(__always)
    private static func byte(_ buffer: ByteBuffer, _ offset: Int) -> UInt8? {
        buffer.getInteger(at: buffer.readerIndex + offset)
    }
}
