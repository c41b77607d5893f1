import NATSWire
import NIOCore

@testable import NATSKV

/// An exchange that is told apart by its number.
final class NumberedExchange: Exchange {
    let identifier: Int
    let size: Int
    var headers: [UInt8]?

    var subject: String { "s\(identifier)" }

    init(_ number: Int, size: Int = 0) {
        identifier = number
        self.size = size
    }

    func write(reply: String, _ token: RequestToken, to bytes: inout ByteBuffer) {
        bytes.writeString("PUB \(subject) \(reply)\(token.number) 0\r\n\r\n")
    }

    func answered(by message: MessageFrame) {}
    func failed(with error: NATSError) {}
}

extension Exchange {
    /// The number of one of the tests' exchanges.
    var number: Int? { (self as? NumberedExchange)?.identifier }
}
