/// Finds many locations in one source: remembers line and column at every 1,024th byte.
struct SourceLocator {
    private static let stride = 1024
    private let source: Source
    private var checkpoints: [SourceLocation] = [SourceLocation(line: 1, column: 1)]

    init(_ source: Source) {
        self.source = source
    }

    /// Line and column of the byte at `offset`, as `Source.location(at:)` gives them.
    ///
    /// - Complexity: linear in the source over all calls, then constant.
    mutating func location(at offset: UInt32) -> SourceLocation {
        let offset = min(Int(offset), source.bytes.count)
        let wanted = offset / Self.stride
        while checkpoints.count <= wanted {
            let index = checkpoints.count - 1
            var next = checkpoints[index]
            Self.advance(
                in: source.bytes,
                from: index * Self.stride,
                to: (index + 1) * Self.stride,
                line: &next.line,
                column: &next.column
            )
            checkpoints.append(next)
        }
        var found = checkpoints[wanted]
        Self.advance(
            in: source.bytes,
            from: wanted * Self.stride,
            to: offset,
            line: &found.line,
            column: &found.column
        )
        return found
    }

    /// Moves a position from the byte at `start` to the byte at `end`.
    ///
    /// A CR counts as the end of its line at once, and an LF right after it as nothing.
    static func advance(in bytes: [UInt8], from start: Int, to end: Int, line: inout Int, column: inout Int) {
        var index = start
        let end = min(end, bytes.count)
        while index < end {
            let byte = bytes[index]
            if byte == 0x0A {
                if index == 0 || bytes[index - 1] != 0x0D {
                    line += 1
                }
                column = 1
            } else if byte == 0x0D {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
            index += 1
        }
    }
}
