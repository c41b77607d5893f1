import NIOCore

/// A stored header block with more fields behind its own, or a new block.
struct MessageHeaders {
    private var buffer: ByteBuffer

    /// Starts with the fields of `block`, byte for byte.
    init(_ block: ByteBuffer? = nil) {
        buffer = ByteBuffer()
        guard let block, block.readableBytes >= 12 else {
            buffer.writeStaticString("NATS/1.0\r\n")
            return
        }
        buffer.reserveCapacity(block.readableBytes + 192)
        buffer.writeImmutableBuffer(block)
        // The empty line that closes the block comes again in `finish()`.
        if block.readableBytesView.suffix(4).elementsEqual([0x0D, 0x0A, 0x0D, 0x0A]) {
            buffer.moveWriterIndex(to: buffer.writerIndex - 2)
        }
    }

    /// A block with only a status.
    init(status: StaticString) {
        buffer = ByteBuffer()
        buffer.writeStaticString("NATS/1.0 ")
        buffer.writeStaticString(status)
        buffer.writeStaticString("\r\n")
    }

    mutating func add(_ name: StaticString, _ value: String) {
        buffer.writeStaticString(name)
        buffer.writeStaticString(": ")
        buffer.writeString(value)
        buffer.writeStaticString("\r\n")
    }

    mutating func finish() -> ByteBuffer {
        buffer.writeStaticString("\r\n")
        return buffer
    }
}
