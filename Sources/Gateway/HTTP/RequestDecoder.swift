import NIOCore
import NIOHTTP1

/// NIO's request parser, and word of the first bytes of each head, from which its time-out counts.
struct RequestDecoder: ByteToMessageDecoder {
    typealias InboundOut = HTTPServerRequestPart

    private let parser: HTTPRequestDecoder
    private let connection: HTTPConnectionHandler

    /// - Parameter headerLimit: Bytes of all names and values of one head, the target not counted.
    init(connection: HTTPConnectionHandler, headerLimit: Int) {
        self.connection = connection
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = headerLimit
        limits.maxHeaderListSize = headerLimit
        parser = HTTPRequestDecoder(
            leftOverBytesStrategy: .dropBytes,
            informationalResponseStrategy: .drop,
            limitConfiguration: limits
        )
    }

    func decoderAdded(context: ChannelHandlerContext) { parser.decoderAdded(context: context) }

    func decoderRemoved(context: ChannelHandlerContext) { parser.decoderRemoved(context: context) }

    func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        let before = connection.partCount
        let last = buffer.getInteger(at: buffer.writerIndex - 1, as: UInt8.self)
        let state = try parser.decode(context: context, buffer: &buffer)
        // Bytes that made no part belong to a head that is not complete (or to nothing, within a body).
        if connection.partCount == before || endsInHead(last, buffer) { connection.headIsIncomplete() }
        return state
    }

    /// Whether bytes behind a complete request begin another one. The parser keeps those of a target or field that is
    /// not complete; those of a method it takes in, but no body of ours ends in a capital letter.
    private func endsInHead(_ last: UInt8?, _ rest: ByteBuffer) -> Bool {
        guard connection.lastPartIsEnd else { return false }
        return rest.readableBytes > 0 || last.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } ?? false
    }

    func decodeLast(
        context: ChannelHandlerContext,
        buffer: inout ByteBuffer,
        seenEOF: Bool
    ) throws -> DecodingState {
        try parser.decodeLast(context: context, buffer: &buffer, seenEOF: seenEOF)
    }
}
