public import NIOCore

/// Appends frames to a buffer, with one reservation a frame.
///
/// Nothing is validated here: subjects, ids and header blocks must be free of spaces and line ends already
/// (`Subject`, `HeaderBlock`), because validation belongs where the text enters.
@usableFromInline
package enum FrameEncoder {
    /// Room for an operation, separators, three numbers of at most 20 digits and the line ends.
    @usableFromInline static var overhead: Int { 96 }

    /// PUB, or HPUB where there is a header block (which must be complete, with its closing empty line).
    /// `replyNumber` is written behind `reply` in decimal.
    @inlinable
    package static func publish(
        _ subject: some WireBytes,
        reply: (some WireBytes)?,
        replyNumber: UInt64? = nil,
        headers: (some WireBytes)?,
        payload: (some WireBytes)?,
        to out: inout ByteBuffer
    ) {
        let headerCount = headers?.wireCount ?? 0
        let total = headerCount + (payload?.wireCount ?? 0)
        let room = overhead + subject.wireCount + (reply?.wireCount ?? 0) + total
        out.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { memory in
            var pen = WirePen(memory)
            pen.put(headers == nil ? "PUB " : "HPUB " as StaticString)
            pen.put(subject)
            pen.put(byte: 0x20)
            if let reply {
                pen.put(reply)
                if let replyNumber { pen.put(decimal: replyNumber) }
                pen.put(byte: 0x20)
            }
            finish(&pen, headers: headers, headerCount: headerCount, total: total, payload: payload)
            return pen.count
        }
    }

    /// MSG, or HMSG where there is a header block.
    @inlinable
    package static func message(
        _ subject: some WireBytes,
        subscription: some WireBytes,
        reply: (some WireBytes)?,
        headers: (some WireBytes)?,
        payload: (some WireBytes)?,
        to out: inout ByteBuffer
    ) {
        let headerCount = headers?.wireCount ?? 0
        let total = headerCount + (payload?.wireCount ?? 0)
        let room = overhead + subject.wireCount + subscription.wireCount + (reply?.wireCount ?? 0) + total
        out.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { memory in
            var pen = WirePen(memory)
            pen.put(headers == nil ? "MSG " : "HMSG " as StaticString)
            pen.put(subject)
            pen.put(byte: 0x20)
            pen.put(subscription)
            pen.put(byte: 0x20)
            if let reply {
                pen.put(reply)
                pen.put(byte: 0x20)
            }
            finish(&pen, headers: headers, headerCount: headerCount, total: total, payload: payload)
            return pen.count
        }
    }

    @inlinable
    static func finish(
        _ pen: inout WirePen,
        headers: (some WireBytes)?,
        headerCount: Int,
        total: Int,
        payload: (some WireBytes)?
    ) {
        if let headers {
            pen.put(decimal: headerCount)
            pen.put(byte: 0x20)
            pen.put(decimal: total)
            pen.put("\r\n" as StaticString)
            pen.put(headers)
        } else {
            pen.put(decimal: total)
            pen.put("\r\n" as StaticString)
        }
        if let payload { pen.put(payload) }
        pen.put("\r\n" as StaticString)
    }

    /// SUB.
    package static func subscribe(
        _ subject: some WireBytes,
        queue: String? = nil,
        identifier: UInt64,
        to out: inout ByteBuffer
    ) {
        let room = overhead + subject.wireCount + (queue?.wireCount ?? 0)
        out.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { memory in
            var pen = WirePen(memory)
            pen.put("SUB " as StaticString)
            pen.put(subject)
            pen.put(byte: 0x20)
            if let queue {
                pen.put(queue)
                pen.put(byte: 0x20)
            }
            pen.put(decimal: identifier)
            pen.put("\r\n" as StaticString)
            return pen.count
        }
    }

    /// UNSUB, at once or after `maximum` deliveries counted since SUB.
    package static func unsubscribe(identifier: UInt64, maximum: UInt64? = nil, to out: inout ByteBuffer) {
        out.writeWithUnsafeMutableBytes(minimumWritableBytes: overhead) { memory in
            var pen = WirePen(memory)
            pen.put("UNSUB " as StaticString)
            pen.put(decimal: identifier)
            if let maximum {
                pen.put(byte: 0x20)
                pen.put(decimal: maximum)
            }
            pen.put("\r\n" as StaticString)
            return pen.count
        }
    }

    /// CONNECT with its JSON text, which must not contain line ends.
    package static func connect(_ json: some WireBytes, to out: inout ByteBuffer) {
        line("CONNECT ", json, "", to: &out)
    }

    /// INFO with its JSON text, which must not contain line ends.
    package static func info(_ json: some WireBytes, to out: inout ByteBuffer) {
        line("INFO ", json, "", to: &out)
    }

    /// -ERR; `text` is put between quotes.
    package static func error(_ text: String, to out: inout ByteBuffer) {
        line("-ERR '", text, "'", to: &out)
    }

    package static func ping(to out: inout ByteBuffer) { out.writeStaticString("PING\r\n") }
    package static func pong(to out: inout ByteBuffer) { out.writeStaticString("PONG\r\n") }
    package static func ok(to out: inout ByteBuffer) { out.writeStaticString("+OK\r\n") }

    private static func line(
        _ operation: StaticString,
        _ text: some WireBytes,
        _ end: StaticString,
        to out: inout ByteBuffer
    ) {
        out.writeWithUnsafeMutableBytes(minimumWritableBytes: overhead + text.wireCount) { memory in
            var pen = WirePen(memory)
            pen.put(operation)
            pen.put(text)
            pen.put(end)
            pen.put("\r\n" as StaticString)
            return pen.count
        }
    }
}
