import NIOCore
import Testing

@testable import Gateway

@Suite("The prepared head of usual answers")
struct UsualHeadTests {
    @Test(arguments: [(0, 0), (1, 9), (10, 10), (UInt64.max, 1023), (99, 100)] as [(UInt64, Int)])
    func `is the same as the general one`(number: UInt64, length: Int) {
        let (date, prefix) = (Array("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n".utf8), Array("0a1b2c3d-".utf8))
        var general = ByteBuffer()
        let head = ResponseHead(
            length: .bytes(length),
            requestID: RequestID(given: nil, prefix: prefix, number: number)
        )
        head.write(to: &general, date: date)
        var usual = ByteBuffer()
        UsualHead(date: date, requestIDPrefix: prefix).write(to: &usual, requestNumber: number, length: length)
        #expect(String(buffer: usual) == String(buffer: general))
    }
}
