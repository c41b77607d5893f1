/// The text of a GraphQL document: UTF-8 bytes and a name for messages.
public struct Source: Sendable {
    /// The document as it was sent, a byte order mark included.
    public let bytes: [UInt8]
    /// What to call it in messages, for example a file name.
    public let name: String

    public init(_ bytes: [UInt8], name: String = "GraphQL request") {
        self.bytes = bytes
        self.name = name
    }

    public init(_ text: String, name: String = "GraphQL request") {
        self.init(Array(text.utf8), name: name)
    }

    /// The text of a range; the empty string where the range reaches past the end.
    public func text(of range: SourceRange) -> String {
        let indices = range.indices
        guard indices.upperBound <= bytes.count else { return "" }
        return bytes.withUnsafeBufferPointer { String(decoding: $0[indices], as: UTF8.self) }
    }

    /// Line and column of the byte at `offset`, found by reading the source up to there. An offset past the end gives
    /// the end. A byte order mark at the start counts as a column, as every other code point does.
    ///
    /// - Complexity: linear in `offset`. `SourceLocator` serves where many are asked for.
    public func location(at offset: UInt32) -> SourceLocation {
        var line = 1
        var column = 1
        SourceLocator.advance(in: bytes, from: 0, to: Int(offset), line: &line, column: &column)
        return SourceLocation(line: line, column: column)
    }
}
