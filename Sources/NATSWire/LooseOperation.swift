import NIOCore

/// The lines that nats-server takes although their operation is not followed by a space: it knows an operation by its
/// letters alone, whatever comes next. They are looked for only where the usual reading failed.
enum LooseOperation {
    private enum Kind {
        case ping, pong, connect, info, ok, error
    }

    private static let kinds: [(StaticString, Kind)] = [
        ("PING", .ping), ("PONG", .pong), ("CONNECT", .connect), ("INFO", .info), ("+OK", .ok), ("-ERR ", .error),
        ("-ERR\t", .error),
    ]
    private static let beginnings: [StaticString] = [
        "PING", "PONG", "CONNECT", "INFO", "+OK", "-ERR", "PUB", "HPUB", "SUB", "UNSUB",
    ]

    /// Whether `bytes` are, or begin with, the first letters of an operation.
    static func mayBegin(_ bytes: Span<UInt8>) -> Bool {
        beginnings.contains { agree($0, bytes) == min($0.utf8CodeUnitCount, bytes.count) }
    }

    /// The frame at the start of `buffer`; `nil` where its line is not complete.
    static func decode(_ buffer: inout ByteBuffer, limit: Int) throws(WireError) -> ClientFrame? {
        guard let (kind, argument, length) = try find(buffer.readableBytesUInt8Span, limit) else { return nil }
        guard let line = buffer.readSlice(length: length) else { return nil }
        let text = line.getSlice(at: line.readerIndex + argument.lowerBound, length: argument.count) ?? ByteBuffer()
        switch kind {
        case .ping: return .ping
        case .pong: return .pong
        case .connect: return .connect(text)
        case .info: return .info(text)
        case .ok: return .ignored
        case .error: throw .invalidArguments(.error)
        }
    }

    /// The operation, where its argument lies, and how long the line is.
    private static func find(
        _ bytes: Span<UInt8>,
        _ limit: Int
    ) throws(WireError) -> (Kind, argument: Range<Int>, length: Int)? {
        for (name, kind) in kinds where agree(name, bytes) == name.utf8CodeUnitCount {
            let end = ByteSearch.position(of: 0x0A, in: bytes, from: 0)
            guard end <= limit + 1 else { throw .controlLineTooLong(limit: limit) }
            guard end < bytes.count else { return nil }
            let start = name.utf8CodeUnitCount
            let textEnd = end > start && bytes[end - 1] == 0x0D ? end - 1 : end
            return (kind, min(start, textEnd)..<textEnd, end + 1)
        }
        // What may still become one of these waits.
        for (name, _) in kinds where agree(name, bytes) == bytes.count { return nil }
        throw .unknownOperation
    }

    /// How many bytes are the same, whatever their case.
    private static func agree(_ name: StaticString, _ bytes: Span<UInt8>) -> Int {
        name.withUTF8Buffer { letters in
            var count = 0
            while count < letters.count, count < bytes.count {
                var letter = bytes[count]
                if letter >= 0x61, letter <= 0x7A { letter &-= 0x20 }
                guard letter == letters[count] else { break }
                count += 1
            }
            return count
        }
    }
}
