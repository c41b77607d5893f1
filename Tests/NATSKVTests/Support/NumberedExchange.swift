import NATSWire
import NIOCore

@testable import NATSKV

/// An exchange that is told apart by its number. Those that ask for the same key may share an answer.
final class NumberedExchange: Exchange {
    let identifier: Int
    let subject: String
    let size: Int
    let key: String?
    let isAnsweredOnce: Bool
    var headers: [UInt8]?

    init(_ number: Int, size: Int = 0, isAnsweredOnce: Bool = false) {
        identifier = number
        subject = "s\(number)"
        self.size = size
        key = nil
        self.isAnsweredOnce = isAnsweredOnce
    }

    init(_ number: Int, asksFor key: String, headers: String? = nil) {
        identifier = number
        subject = "get.\(key)"
        size = 0
        self.key = key
        isAnsweredOnce = false
        self.headers = headers.map { Array($0.utf8) }
    }

    /// All keys have one hash, so that only the comparison tells them apart.
    var sharingHash: UInt32? { key == nil ? nil : 7 }

    func asksTheSame(as other: any Exchange) -> Bool {
        guard let other = other as? NumberedExchange else { return false }
        return key == other.key && headers == other.headers
    }

    func write(reply: [UInt8], _ token: RequestToken, to bytes: inout ByteBuffer) {
        bytes.writeString("\(identifier) \(token.number)\n")
    }

    func answered(by message: MessageFrame) {}
    func failed(with error: NATSError) {}
}

extension Exchange {
    /// The number of one of the tests' exchanges.
    var number: Int? { (self as? NumberedExchange)?.identifier }
}
