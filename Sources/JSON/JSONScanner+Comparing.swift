extension JSONScanner {
    /// Whether the text of a string is `name` (UTF-8), compared byte by byte without decoding.
    @inlinable
    public static func equals(_ source: Span<UInt8>, _ raw: JSONRawString, _ name: Span<UInt8>) -> Bool {
        if raw.hasEscapes { return equalsUnescaped(source, raw, name) }
        guard raw.range.count == name.count else { return false }
        var index = 0
        var position = raw.range.lowerBound
        while index < name.count {
            guard source[position] == name[index] else { return false }
            index &+= 1
            position &+= 1
        }
        return true
    }

    /// Whether the text of a string is `name`.
    @inlinable
    public static func equals(_ source: Span<UInt8>, _ raw: JSONRawString, _ name: StaticString) -> Bool {
        if raw.hasEscapes {
            return name.withUTF8Buffer { equalsUnescaped(source, raw, $0.span) }
        }
        guard raw.range.count == name.utf8CodeUnitCount else { return false }
        var index = 0
        while index < raw.range.count {
            guard source[raw.range.lowerBound &+ index] == name.utf8Start[index] else { return false }
            index &+= 1
        }
        return true
    }

    @usableFromInline
    static func equalsUnescaped(_ source: Span<UInt8>, _ raw: JSONRawString, _ name: Span<UInt8>) -> Bool {
        var position = raw.range.lowerBound
        var index = 0
        while position < raw.range.upperBound {
            guard source[position] == 0x5C else {
                guard index < name.count, source[position] == name[index] else { return false }
                position &+= 1
                index &+= 1
                continue
            }
            guard let scalar = try? decodeEscape(source, &position) else { return false }
            for byte in UTF8.encode(scalar) ?? .init() {
                guard index < name.count, name[index] == byte else { return false }
                index &+= 1
            }
        }
        return index == name.count
    }
}
