/// Looks for known names in single lines of a header block.
@usableFromInline
package enum HeaderLine {
    /// Where the value lies in a line of `block`, if the line's name is `name`.
    ///
    /// Inlined as far as most lines get: to see that there is no colon where the name would end.
    @inlinable
    package static func value(of name: StaticString, in line: Range<Int>, of block: Span<UInt8>) -> Range<Int>? {
        let colon = line.lowerBound + name.utf8CodeUnitCount
        guard colon < line.upperBound, line.upperBound <= block.count, block[colon] == 0x3A else { return nil }
        return valueBehindColon(of: name, in: line, of: block)
    }

    @usableFromInline
    static func valueBehindColon(of name: StaticString, in line: Range<Int>, of block: Span<UInt8>) -> Range<Int>? {
        let colon = line.lowerBound + name.utf8CodeUnitCount
        guard Headers.equals(block, line.lowerBound..<colon, name) else { return nil }
        return Headers.Cursor.trimmed(block, (colon + 1)..<line.upperBound)
    }
}
