import NIOCore
import NIOHTTP1

/// The head of a response, written as bytes without going through `HTTPHeaders`.
struct ResponseHead {
    enum Length {
        case bytes(Int)
        case chunked
        /// The end of the connection ends the body: a stream to an HTTP/1.0 client.
        case untilClose
    }

    var status = HTTPResponseStatus.ok
    var type = ContentType.json
    var length: Length
    var requestID: RequestID?
    /// Prepared lines, each with its line end.
    var fields = ""
    var closes = false
    var isOldVersion = false

    /// The heads that nearly every answer has, up to the value of Content-Length.
    private static let common: [[UInt8]] = ContentType.allCases.map { type in
        Array("HTTP/1.1 200 OK\r\nContent-Type: \(type.text)\r\n".utf8)
    }

    /// The status and the type.
    static func writeStart(status: HTTPResponseStatus, type: ContentType, to out: inout ByteBuffer) {
        if status == .ok {
            out.writeBytes(common[type.rawValue])
        } else if status == .noContent {
            out.writeStaticString("HTTP/1.1 204 No Content\r\n")
        } else {
            out.writeString("HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\nContent-Type: \(type.text)\r\n")
        }
    }

    /// Appends the head. `date` is the prepared Date line.
    func write(to out: inout ByteBuffer, date: [UInt8]) {
        let hasBody = status != .noContent
        Self.writeStart(status: status, type: type, to: &out)
        out.writeBytes(date)
        requestID?.write(to: &out)
        if !fields.isEmpty { out.writeString(fields) }
        if closes {
            out.writeStaticString("Connection: close\r\n")
        } else if isOldVersion {
            out.writeStaticString("Connection: keep-alive\r\n")
        }
        switch length {
        // RFC 9110, section 8.6: no length where there can be no body.
        case .bytes where !hasBody: out.writeStaticString("\r\n")
        case .bytes(let count):
            out.writeStaticString("Content-Length: ")
            DecimalBytes.write(UInt64(count.magnitude), to: &out)
            out.writeStaticString("\r\n\r\n")
        case .chunked: out.writeStaticString("Transfer-Encoding: chunked\r\n\r\n")
        case .untilClose: out.writeStaticString("\r\n")
        }
    }
}
