/// Where a string stands in a text: the bytes between its quotes, still escaped.
public struct JSONRawString: Sendable, Hashable {
    /// The bytes between the quotes.
    public var range: Range<Int>
    /// Whether a backslash is among them. Without one the bytes are the text itself.
    public var hasEscapes: Bool

    /// A string from what a scan found.
    @inlinable
    public init(range: Range<Int>, hasEscapes: Bool) {
        self.range = range
        self.hasEscapes = hasEscapes
    }
}
