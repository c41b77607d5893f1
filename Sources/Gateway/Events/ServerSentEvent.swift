/// Bytes of Server-Sent Events in the distinct connections mode of graphql-sse.
enum ServerSentEvent {
    /// `event: complete` with an empty data line, without which a browser would not deliver it.
    static let complete = Array("event: complete\ndata:\n\n".utf8)
    /// A comment that keeps intermediaries from closing a quiet stream.
    static let keepAlive = Array(":\n\n".utf8)

    /// Appends a `next` event with a GraphQL result.
    ///
    /// - Parameter result: JSON. A line break in it can only stand between tokens, where a space means the same; in
    ///   an event it would end the line.
    static func appendNext(_ result: some Collection<UInt8>, id: UInt64? = nil, to out: inout [UInt8]) {
        out += "event: next\n".utf8
        if let id {
            out += "id: ".utf8
            out += String(id).utf8
            out.append(0x0A)
        }
        out += "data: ".utf8
        let start = out.count
        out += result
        for index in start..<out.count where out[index] == 0x0A || out[index] == 0x0D { out[index] = 0x20 }
        out.append(0x0A)
        out.append(0x0A)
    }
}
