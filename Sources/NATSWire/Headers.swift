package import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A header block as it came over the wire, read only where it is asked.
///
/// The block starts with `NATS/1.0`, on the same line a status and a description may follow. Names are compared byte
/// for byte: NATS headers are case-sensitive (ADR-4). A block that breaks off is read as far as it goes.
package struct Headers: Sendable {
    /// The whole block, status line and closing empty line included.
    package let bytes: ByteBuffer

    package init(_ bytes: ByteBuffer) {
        self.bytes = bytes
    }

    /// The status of a reply without content (404, 408, 503 ...), or of a control message (100).
    package var status: Int? {
        Self.status(of: bytes.readableBytesUInt8Span)
    }

    /// The status in a whole block.
    package static func status(of block: Span<UInt8>) -> Int? {
        LineScanner.number(block, Cursor.statusLine(block).status)
    }

    /// The text after the status.
    package var statusDescription: String? {
        let line = Cursor.statusLine(bytes.readableBytesUInt8Span)
        return line.description.isEmpty ? nil : text(line.description)
    }

    /// The first value with this name.
    package func first(_ name: StaticString) -> String? {
        range(of: name).flatMap(text)
    }

    /// The first value with this name.
    package func first(_ name: String) -> String? {
        for (candidate, value) in self where candidate == name { return value }
        return nil
    }

    /// The first value with this name as a number, or `nil` if there is none or it is not decimal or above 2^63-1.
    package func number(_ name: StaticString) -> UInt64? {
        guard let range = range(of: name) else { return nil }
        return Self.decimal(bytes.readableBytesUInt8Span, range)
    }

    /// Where the first value with this name lies within `bytes`.
    package func range(of name: StaticString) -> Range<Int>? {
        let span = bytes.readableBytesUInt8Span
        var cursor = Cursor(span)
        while let field = cursor.next(span) {
            if Self.equals(span, field.name, name) { return field.value }
        }
        return nil
    }

    /// Whether the bytes at `range` are those of `text`.
    package static func equals(_ span: Span<UInt8>, _ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount, range.upperBound <= span.count else { return false }
        return span.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress, range.lowerBound >= 0 else { return false }
            return memcmp(base + range.lowerBound, text.utf8Start, text.utf8CodeUnitCount) == 0
        }
    }

    /// As above, for a text that is not known beforehand.
    package static func equals(_ span: Span<UInt8>, _ range: Range<Int>, _ text: String) -> Bool {
        guard range.count == text.utf8.count, range.lowerBound >= 0, range.upperBound <= span.count else {
            return false
        }
        var text = text
        return text.withUTF8 { letters in
            guard let letters = letters.baseAddress else { return true }
            return span.withUnsafeBufferPointer { bytes in
                guard let base = bytes.baseAddress else { return false }
                return memcmp(base + range.lowerBound, letters, range.count) == 0
            }
        }
    }

    /// The bytes at `range` as a number of at most 18 digits.
    package static func decimal(_ span: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
        guard !range.isEmpty, range.count <= 18, range.upperBound <= span.count else { return nil }
        var value: UInt64 = 0
        for index in range {
            let digit = span[index] &- 0x30
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ UInt64(digit)
        }
        return value
    }

    private func text(_ range: Range<Int>) -> String? {
        bytes.getString(at: bytes.readerIndex + range.lowerBound, length: range.count)
    }
}

extension Headers: Sequence {
    /// Names and values in the order of the block.
    package func makeIterator() -> AnyIterator<(name: String, value: String)> {
        var cursor = Cursor(bytes.readableBytesUInt8Span)
        return AnyIterator {
            guard let field = cursor.next(bytes.readableBytesUInt8Span),
                let name = text(field.name), let value = text(field.value)
            else { return nil }
            return (name, value)
        }
    }
}

extension Headers {
    /// Walks the fields of a block without making strings of them.
    package struct Cursor: Sendable {
        /// Positions within the block. White space around the value is not part of it.
        package struct Field: Sendable {
            package var name: Range<Int>
            package var value: Range<Int>
        }

        private var position: Int

        /// Stands before the first field of `block`.
        package init(_ block: Span<UInt8>) {
            position = Self.lineEnd(block, 0).next
        }

        /// The next field, or `nil` at the end. `block` must be the one of `init`.
        package mutating func next(_ block: Span<UInt8>) -> Field? {
            while let line = nextLine(block) {
                let colon = ByteSearch.position(of: 0x3A, in: block, from: line.lowerBound)
                guard colon < line.upperBound else { continue }
                let value = Self.trimmed(block, (colon + 1)..<line.upperBound)
                return Field(name: line.lowerBound..<colon, value: value)
            }
            return nil
        }

        /// The next line, or `nil` at the end: for who looks with `HeaderLine` for a few names only.
        package mutating func nextLine(_ block: Span<UInt8>) -> Range<Int>? {
            guard position < block.count else { return nil }
            let (start, line) = (position, Self.lineEnd(block, position))
            position = line.end == start ? block.count : line.next
            return line.end == start ? nil : start..<line.end
        }

        static func statusLine(_ block: Span<UInt8>) -> (status: Range<Int>, description: Range<Int>) {
            // "NATS/1.0" has eight letters, and messages with content nothing behind them.
            if block.count > 9, block[8] == 0x0D, block[9] == 0x0A { return (0..<0, 0..<0) }
            let end = lineEnd(block, 0).end
            guard end > 8 else { return (0..<0, 0..<0) }
            let line = trimmed(block, 8..<end)
            var space = line.lowerBound
            while space < line.upperBound, block[space] != 0x20 { space += 1 }
            return (line.lowerBound..<space, trimmed(block, space..<line.upperBound))
        }

        private static func lineEnd(_ block: Span<UInt8>, _ start: Int) -> (end: Int, next: Int) {
            let index = ByteSearch.position(of: 0x0A, in: block, from: start)
            let end = index > start && block[index - 1] == 0x0D ? index - 1 : index
            return (end, index < block.count ? index + 1 : index)
        }

        static func trimmed(_ block: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
            var (start, end) = (range.lowerBound, range.upperBound)
            while start < end, block[start] == 0x20 || block[start] == 0x09 { start += 1 }
            while end > start, block[end - 1] == 0x20 || block[end - 1] == 0x09 { end -= 1 }
            return start..<end
        }
    }
}
