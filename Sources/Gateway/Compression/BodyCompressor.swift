import CZlib

/// Compresses whole bodies. One for each event loop: the state of zlib, about 256 KiB a coding, is made once and used
/// again.
final class BodyCompressor {
    /// Fast, and within a tenth of what the highest level reaches on JSON.
    private static let level: Int32 = 4

    private let gzip = Deflater(windowBits: 15 + 16)
    private let deflate = Deflater(windowBits: 15)

    /// The coded body; `nil` where it would not be shorter, or zlib has no memory.
    func compress(_ body: [UInt8], _ coding: ContentCoding) -> [UInt8]? {
        let coded =
            switch coding {
            case .gzip: gzip.compress(body)
            case .deflate: deflate.compress(body)
            }
        guard let coded, coded.count < body.count else { return nil }
        return coded
    }

    /// One stream of zlib.
    private final class Deflater {
        private let windowBits: Int32
        /// At a fixed address, since zlib keeps a pointer to it. `nil` until it is needed.
        private var stream: UnsafeMutablePointer<z_stream>?

        init(windowBits: Int32) { self.windowBits = windowBits }

        deinit {
            guard let stream else { return }
            deflateEnd(stream)
            stream.deallocate()
        }

        func compress(_ body: [UInt8]) -> [UInt8]? {
            guard let stream = ready(), body.count <= Int(UInt32.max) else { return nil }
            let bound = Int(deflateBound(stream, UInt(body.count)))
            guard bound <= Int(UInt32.max) else { return nil }
            return body.withUnsafeBufferPointer { input in
                [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                    // zlib reads from this pointer and never writes to it.
                    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                    stream.pointee.avail_in = UInt32(input.count)
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(output.count)
                    let isComplete = CZlib.deflate(stream, Z_FINISH) == Z_STREAM_END
                    count = isComplete ? output.count - Int(stream.pointee.avail_out) : 0
                    stream.pointee.next_in = nil
                    stream.pointee.next_out = nil
                }
            }
        }

        /// The stream at its beginning.
        private func ready() -> UnsafeMutablePointer<z_stream>? {
            if let stream { return deflateReset(stream) == Z_OK ? stream : nil }
            let made = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
            made.initialize(to: z_stream())
            let size = Int32(MemoryLayout<z_stream>.size)
            let level = BodyCompressor.level
            guard
                deflateInit2_(made, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
            else {
                made.deallocate()
                return nil
            }
            stream = made
            return made
        }
    }
}
