import NIOCore
import NIOHTTP1

/// The head of nearly every answer but for two numbers: 200, JSON, this second's date. Made once a second.
struct UsualHead {
    /// Up to the number in `X-Request-Id`.
    private let start: [UInt8]

    init(date: [UInt8], requestIDPrefix: [UInt8]) {
        var head = ByteBuffer()
        ResponseHead.writeStart(status: .ok, type: .json, to: &head)
        head.writeBytes(date)
        head.writeStaticString("X-Request-Id: ")
        head.writeBytes(requestIDPrefix)
        start = Array(head.readableBytesView)
    }

    private static let lengthName: StaticString = "\r\nContent-Length: "
    private static let end: StaticString = "\r\n\r\n"

    /// Appends the head with one reservation.
    func write(to out: inout ByteBuffer, requestNumber: UInt64, length: Int) {
        // 20 digits hold every 64-bit number.
        let room = start.count + Self.lengthName.utf8CodeUnitCount + Self.end.utf8CodeUnitCount + 2 * 20
        out.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { memory in
            start.withUnsafeBytes { memory.copyMemory(from: $0) }
            var count = start.count
            count += DecimalBytes.write(requestNumber, to: UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
            count += Self.put(Self.lengthName, memory, at: count)
            let digits = UnsafeMutableRawBufferPointer(rebasing: memory[count...])
            count += DecimalBytes.write(UInt64(length.magnitude), to: digits)
            count += Self.put(Self.end, memory, at: count)
            return count
        }
    }

    private static func put(_ text: StaticString, _ memory: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        text.withUTF8Buffer { bytes in
            UnsafeMutableRawBufferPointer(rebasing: memory[offset...]).copyMemory(from: UnsafeRawBufferPointer(bytes))
            return bytes.count
        }
    }
}
