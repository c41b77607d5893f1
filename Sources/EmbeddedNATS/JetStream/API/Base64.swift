import NIOCore

/// Standard base64 with padding (RFC 4648 section 4), as Go's JSON writes bytes.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ buffer: ByteBuffer) -> String {
        let bytes = Array(buffer.readableBytesView)
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let left = bytes.count - start
            let one = bytes[start]
            let two = left > 1 ? bytes[start + 1] : 0
            let three = left > 2 ? bytes[start + 2] : 0
            text.append(alphabet[Int(one >> 2)])
            text.append(alphabet[Int((one & 0x03) << 4 | two >> 4)])
            text.append(left > 1 ? alphabet[Int((two & 0x0F) << 2 | three >> 6)] : UInt8(ascii: "="))
            text.append(left > 2 ? alphabet[Int(three & 0x3F)] : UInt8(ascii: "="))
        }
        return String(decoding: text, as: UTF8.self)
    }
}
