import CZlib
import Testing

@testable import Gateway

@Suite("Compressed bodies")
struct BodyCompressorTests {
    @Test("what was compressed comes back, one body after another", arguments: [ContentCoding.gzip, .deflate])
    func roundTrip(coding: ContentCoding) throws {
        let compressor = BodyCompressor()
        for size in [1024, 300, 70_000, 2_000_000] {
            let body = Array(repeatElement("{\"key\":\"value\"},".utf8, count: size / 16 + 8).joined())
            let coded = try #require(compressor.compress(body, coding), "\(size)")
            #expect(coded.count < body.count / 2)
            #expect(try Inflated.bytes(coded, coding) == body)
        }
    }

    @Test func `a body that would grow is left as it is`() {
        var random = SystemRandomNumberGenerator()
        let noise = (0..<4096).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        #expect(BodyCompressor().compress(noise, .gzip) == nil)
        #expect(BodyCompressor().compress([], .gzip) == nil)
    }
}

/// Reads what a client would.
enum Inflated {
    struct Failure: Error {}

    static func bytes(_ coded: [UInt8], _ coding: ContentCoding) throws -> [UInt8] {
        var stream = z_stream()
        let bits: Int32 = coding == .gzip ? 15 + 16 : 15
        guard inflateInit2_(&stream, bits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw Failure()
        }
        defer { inflateEnd(&stream) }
        var coded = coded
        var out: [UInt8] = []
        let status = coded.withUnsafeMutableBufferPointer { input -> Int32 in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            var status = Z_OK
            while status == Z_OK {
                out += [UInt8](unsafeUninitializedCapacity: 64 << 10) { output, count in
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    count = output.count - Int(stream.avail_out)
                }
            }
            return status
        }
        guard status == Z_STREAM_END else { throw Failure() }
        return out
    }
}
