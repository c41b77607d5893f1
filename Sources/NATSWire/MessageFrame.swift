package import NIOCore

/// A message on the wire: MSG and HMSG from a server, PUB and HPUB from a client.
///
/// All parts are slices of the read buffer. Keeping one alive keeps that buffer alive: copy what outlives the read.
package struct MessageFrame: Sendable {
    /// The control line, its line end, the header block and the payload, without the final CRLF.
    package private(set) var bytes: ByteBuffer
    private var subjectStart: UInt32
    private var subjectLength: UInt32
    private var replyStart: UInt32
    private var replyLength: UInt32
    private var identifierStart: UInt32
    private var identifierLength: UInt32
    private var lineLength: UInt32
    private var headerLength: UInt32
    /// Whether the message came as HMSG or HPUB.
    package let hasHeaders: Bool

    init(bytes: ByteBuffer, layout: MessageLayout) {
        self.bytes = bytes
        subjectStart = UInt32(truncatingIfNeeded: layout.subject.lowerBound)
        subjectLength = UInt32(truncatingIfNeeded: layout.subject.count)
        replyStart = UInt32(truncatingIfNeeded: layout.reply.lowerBound)
        replyLength = UInt32(truncatingIfNeeded: layout.reply.count)
        identifierStart = UInt32(truncatingIfNeeded: layout.identifier.lowerBound)
        identifierLength = UInt32(truncatingIfNeeded: layout.identifier.count)
        lineLength = UInt32(truncatingIfNeeded: layout.lineLength)
        headerLength = UInt32(truncatingIfNeeded: layout.headerLength)
        hasHeaders = layout.hasHeaders
    }

    /// The subject's bytes.
    package var subject: ByteBuffer { slice(subjectStart, subjectLength) }
    /// The reply subject's bytes, or `nil` where there is none.
    package var reply: ByteBuffer? { replyLength == 0 ? nil : slice(replyStart, replyLength) }
    /// The subscription id that a server put into MSG or HMSG; empty for PUB and HPUB.
    package var subscriptionIdentifier: ByteBuffer { slice(identifierStart, identifierLength) }
    /// The header block with its status line and closing empty line; `nil` where the message has none.
    package var headerBlock: ByteBuffer? { hasHeaders ? slice(lineLength, headerLength) : nil }
    /// The headers, where there are any.
    package var headers: Headers? { headerBlock.map(Headers.init) }
    /// The payload; empty where there is none.
    package var payload: ByteBuffer {
        var payload = bytes
        payload.moveReaderIndex(forwardBy: Int(lineLength + headerLength))
        return payload
    }
    /// Size of header block and payload together, in bytes.
    package var size: Int { bytes.readableBytes - Int(lineLength) }

    /// Positions within `bytes` for callers that look at the bytes in place.
    package var subjectRange: Range<Int> { Int(subjectStart)..<Int(subjectStart + subjectLength) }
    package var replyRange: Range<Int> { Int(replyStart)..<Int(replyStart + replyLength) }
    package var identifierRange: Range<Int> { Int(identifierStart)..<Int(identifierStart + identifierLength) }
    package var headerRange: Range<Int> { Int(lineLength)..<Int(lineLength + headerLength) }

    /// The subscription id as a number, as clients of this package hand them out.
    package var numericIdentifier: UInt64? {
        Headers.decimal(bytes.readableBytesUInt8Span, identifierRange)
    }

    private func slice(_ start: UInt32, _ length: UInt32) -> ByteBuffer {
        bytes.getSlice(at: bytes.readerIndex + Int(start), length: Int(length)) ?? ByteBuffer()
    }
}

extension MessageFrame: Equatable {
    package static func == (left: MessageFrame, right: MessageFrame) -> Bool {
        left.hasHeaders == right.hasHeaders && left.bytes == right.bytes && left.headerLength == right.headerLength
            && left.subjectRange == right.subjectRange && left.replyRange == right.replyRange
            && left.identifierRange == right.identifierRange && left.lineLength == right.lineLength
    }
}

/// Where the parts of a message lie, counted from the first byte of its control line.
struct MessageLayout: Sendable {
    var subject: Range<Int>
    var reply: Range<Int>
    var identifier: Range<Int>
    /// With the line end.
    var lineLength: Int
    var headerLength: Int
    /// Header block and payload, without the final CRLF.
    var size: Int
    var hasHeaders: Bool

    /// Everything that must have arrived before the message is complete.
    var total: Int { lineLength + size + 2 }
}
