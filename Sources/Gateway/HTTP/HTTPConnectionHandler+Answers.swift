import NIOCore
import NIOHTTP1

/// How the parts of a stream are told apart on the wire.
enum StreamFraming {
    case none, chunked, untilClose
    /// A stream that answers HEAD: its head only.
    case headOnly
}

extension HTTPConnectionHandler {
    // MARK: Whole answers

    func respond(
        _ status: HTTPResponseStatus,
        _ type: ContentType,
        fields: String,
        body: [UInt8]
    ) {
        let closes = machine.closesAfterAnswer || loop.isStopping
        let isShort = body.count < HTTPLoop.compressionThreshold && head?.fields.acceptEncoding == nil
        let all = fields + crossOriginFields
        let (body, fields) =
            isShort ? (body, all) : loop.encode(body, fields: all, accepted: head?.fields.acceptEncoding)
        var out = loop.takeScratch()
        let responseHead = ResponseHead(
            status: status,
            type: type,
            length: .bytes(body.count),
            requestID: requestID,
            fields: fields,
            closes: closes,
            isOldVersion: isOldVersion
        )
        responseHead.write(to: &out, date: loop.date.bytes)
        if !isHeadOnly { out.writeBytes(body) }
        write(out)
        loop.scratch = out
        finishExchange(closing: closes)
    }

    var isOldVersion: Bool { head?.isOldVersion ?? false }

    /// Inside a read, where another answer may follow, the flush comes with the read's end.
    func write(_ bytes: ByteBuffer) {
        guard let context else { return }
        if isTakingParts {
            context.write(wrapOutboundOut(bytes), promise: nil)
            needsFlush = true
        } else {
            context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        }
    }

    func writeNow(_ bytes: ByteBuffer) {
        context?.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    func flushIfNeeded() {
        guard needsFlush else { return }
        needsFlush = false
        context?.flush()
    }

    /// The answer is on its way: take up what came behind the request, or close.
    func finishExchange(closing: Bool) {
        currentExchange = 0
        work = nil
        head = nil
        leaveFlight()
        switch machine.answered(closing: closing) {
        case .next:
            awaitNextRequest()
            guard !isTakingParts else { return }
            isTakingParts = true
            drainWaiting()
            flushIfNeeded()
        case .refuseUnreadable:
            refuse(unreadable ?? .unreadable)
        case .linger:
            flushIfNeeded()
            deadline = .now() + (loop.isStopping ? loop.settings.stopLingerTimeout : loop.settings.lingerTimeout)
            context?.close(mode: .output, promise: nil)
            releaseWaiting()
        case .close:
            flushIfNeeded()
            closeNow()
        }
    }

    // MARK: Streams

    func startStream(_ type: ContentType, fields: String) {
        guard machine.state == .answering, streamFraming == .none else { return }
        let isHead = isHeadOnly
        machine.streamStarted()
        streamFraming = isHead ? .headOnly : isOldVersion ? .untilClose : .chunked
        leaveFlight()
        deadline = .distantFuture
        let responseHead = ResponseHead(
            type: type,
            length: isOldVersion ? .untilClose : .chunked,
            requestID: requestID,
            fields: fields + crossOriginFields,
            closes: isOldVersion || machine.closesAfterAnswer
        )
        stream.clear()
        responseHead.write(to: &stream, date: loop.date.bytes)
        // The head leaves before the first event, whatever else this turn brings.
        writeNow(stream)
        stream.clear()
        if isHead { endStream() }
    }

    func writeStream(_ bytes: [UInt8]) {
        let count = bytes.count
        guard count > 0 else { return }
        let wasEmpty = stream.readableBytes == 0
        switch streamFraming {
        case .none, .headOnly: return
        case .untilClose: stream.writeBytes(bytes)
        case .chunked:
            stream.writeString(String(count, radix: 16))
            stream.writeStaticString("\r\n")
            stream.writeBytes(bytes)
            stream.writeStaticString("\r\n")
        }
        // What is not flushed does not count against the socket's limit, and so would hide a slow reader.
        if stream.readableBytes >= 32 << 10 {
            flushGathered()
        } else if wasEmpty {
            loop.touch(self)
        }
    }

    func flushGathered() {
        guard stream.readableBytes > 0 else { return }
        writeNow(stream)
        stream.clear()
    }

    func endStream() {
        guard machine.state == .streaming else { return }
        if streamFraming == .chunked { stream.writeStaticString("0\r\n\r\n") }
        flushGathered()
        let closes = streamFraming == .untilClose || machine.closesAfterAnswer
        streamFraming = .none
        finishExchange(closing: closes)
    }

    // MARK: Time and the end

    func checkDeadline(_ now: NIODeadline) {
        beginCountdown(now)
        probeClient(now)
        guard now >= deadline else { return }
        deadline = .distantFuture
        switch machine.timedOut() {
        case .none: break
        case .close: closeNow()
        case .refuse: refuse(.timeout)
        case .deadline: deadlineReached()
        }
    }

    func serverStops() { carryOut(machine.stop()) }

    func closeNow() {
        machine.channelClosed()
        abandonWork()
        context?.close(promise: nil)
    }
}
