import NIOCore
import Testing

@testable import Gateway

@Suite("The prepared head of usual answers")
struct UsualHeadTests {
    @Test(arguments: [(0, 0), (1, 9), (10, 10), (UInt64.max, 1023), (99, 100)] as [(UInt64, Int)])
    func `is the same as the general one`(number: UInt64, length: Int) {
        let (date, prefix) = (Array("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n".utf8), Array("0a1b2c3d-".utf8))
        var general = ByteBuffer()
        let generalHead = ResponseHead(
            length: .bytes(length),
            requestID: RequestID(given: nil, prefix: prefix, number: number)
        )
        generalHead.write(to: &general, date: date)
        let head = UsualHead(date: date, requestIDPrefix: prefix)
        var usual = ByteBuffer()
        usual.writeWithUnsafeMutableBytes(minimumWritableBytes: head.maximumSize) { memory in
            var bytes = ReservedBytes(memory)
            head.write(to: &bytes, requestNumber: number, length: length)
            return bytes.count
        }
        #expect(String(buffer: usual) == String(buffer: general))
    }
}
