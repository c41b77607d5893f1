/// Finds and cuts control lines. Both directions share it.
///
/// A line that is not complete is looked at again only from where the last look ended, so that input of one byte at a
/// time costs no more than linear time.
struct LineScanner: Sendable {
    /// Bytes of the current line that are known to hold no line feed.
    private var scanned = 0

    enum Outcome {
        case incomplete
        case line(ControlLine)
    }

    /// The longest operation's name (CONNECT) and what separates it from its arguments.
    private static let longestOperation = 7

    /// Looks for a line at the start of `bytes`.
    mutating func scan(
        _ bytes: Span<UInt8>,
        limits: WireLimits,
        isKnown: (UInt64) -> Bool,
        isLong: (UInt64) -> Bool
    ) throws(WireError) -> Outcome {
        let index = ByteSearch.position(of: 0x0A, in: bytes, from: scanned)
        let (operation, afterOperation) = Self.operation(bytes)
        let isEnded = afterOperation < bytes.count
        if isEnded ? !isKnown(operation) : afterOperation > Self.longestOperation {
            throw .unknownOperation
        }
        let limit = isLong(operation) ? limits.info : limits.controlLine
        // A line of exactly the limit may still be followed by CR LF.
        guard index <= limit + 1 else { throw .controlLineTooLong(limit: limit) }
        guard index < bytes.count else {
            scanned = index
            return .incomplete
        }
        scanned = 0
        return .line(try Self.cut(bytes, lineFeed: index, operation: operation, from: afterOperation, limit: limit))
    }

    /// The operation's letters in upper case and where they end.
    @inline(__always)
    private static func operation(_ bytes: Span<UInt8>) -> (UInt64, Int) {
        var index = 0
        var packed: UInt64 = 0
        while index < bytes.count, index <= longestOperation {
            var letter = bytes[index]
            if letter <= 0x20 { break }
            if letter >= 0x61, letter <= 0x7A { letter &-= 0x20 }
            packed = packed << 8 | UInt64(letter)
            index += 1
        }
        return (packed, index)
    }

    @inline(__always)
    private static func cut(
        _ bytes: Span<UInt8>,
        lineFeed: Int,
        operation: UInt64,
        from start: Int,
        limit: Int
    ) throws(WireError) -> ControlLine {
        var line = ControlLine()
        line.operation = operation
        line.length = lineFeed + 1
        let end = lineFeed > start && bytes[lineFeed - 1] == 0x0D ? lineFeed - 1 : lineFeed
        guard end <= limit else { throw .controlLineTooLong(limit: limit) }
        line.rest = start..<end
        var index = start
        while index < end {
            if isSeparator(bytes[index]) {
                index += 1
                continue
            }
            let word = index
            while index < end, !isSeparator(bytes[index]) { index += 1 }
            line.append(word..<index)
        }
        return line
    }

    @inline(__always)
    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D
    }

    /// A decimal number of at most nine digits, as nats-server reads sizes; `nil` for anything else.
    @inline(__always)
    static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard !range.isEmpty, range.count <= 9, range.upperBound <= bytes.count else { return nil }
        var value = 0
        for index in range {
            let digit = bytes[index] &- 0x30
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ Int(digit)
        }
        return value
    }
}
