import NIOCore

/// What a request is called in answers and in the log: the client's `X-Request-Id`, or a number of this process's own.
struct RequestID: CustomStringConvertible {
    /// What the client sent, where it is fit to be repeated.
    var given: String?
    /// Random text of the event loop, so that ids of restarts and loops differ.
    var prefix: [UInt8]
    var number: UInt64

    var description: String { given ?? String(decoding: prefix, as: UTF8.self) + String(number) }

    /// Appends the field's line. Nothing is allocated for a number.
    func write(to out: inout ByteBuffer) {
        out.writeStaticString("X-Request-Id: ")
        if let given {
            out.writeString(given)
        } else {
            out.writeBytes(prefix)
            DecimalBytes.write(number, to: &out)
        }
        out.writeStaticString("\r\n")
    }

    /// 1 to 128 visible ASCII characters.
    static func isFit(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// Eight random hexadecimal digits and a hyphen.
    static func makePrefix() -> [UInt8] {
        let digits = String(UInt32.random(in: .min ... .max), radix: 16)
        return Array((String(repeating: "0", count: 8 - digits.utf8.count) + digits + "-").utf8)
    }
}

/// Who sent an operation, for the log.
protocol RequestOrigin: AnyObject {
    var requestID: RequestID { get }
}
