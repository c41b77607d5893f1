import NIOCore
import NIOHTTP1

/// The head of nearly every answer but for two numbers: 200, JSON, this second's date. Made once a second.
struct UsualHead {
    /// Up to the number in `X-Request-Id`.
    private let start: [UInt8]
    /// No head takes more.
    let maximumSize: Int

    init(date: [UInt8], requestIDPrefix: [UInt8]) {
        var head = ByteBuffer()
        ResponseHead.writeStart(status: .ok, type: .json, to: &head)
        head.writeBytes(date)
        head.writeStaticString("X-Request-Id: ")
        head.writeBytes(requestIDPrefix)
        start = Array(head.readableBytesView)
        maximumSize =
            start.count + Self.lengthName.utf8CodeUnitCount + Self.end.utf8CodeUnitCount
            + 2 * DecimalBytes.maximumDigits
    }

    private static let lengthName: StaticString = "\r\nContent-Length: "
    private static let end: StaticString = "\r\n\r\n"

    func write(to out: inout ReservedBytes, requestNumber: UInt64, length: Int) {
        out.append(start.span)
        out.append(decimal: requestNumber)
        out.append(Self.lengthName)
        out.append(decimal: UInt64(length.magnitude))
        out.append(Self.end)
    }
}
