/// How large a document may be before parsing stops with an error.
public struct ParserLimits: Sendable, Hashable {
    /// Lexical tokens, the end of the file not counted; comments are no tokens.
    public var tokens: Int
    /// Levels of selection sets, list and object values and list types within one another.
    public var depth: Int
    /// Bytes of UTF-8. Values above `maximumBytes` count as `maximumBytes`.
    public var bytes: Int

    /// No document may be larger than this: offsets are 32-bit numbers.
    public static let maximumBytes = 1 << 30
    /// No document may be nested deeper than this: the parser recurses once a level.
    public static let maximumDepth = 512

    /// For documents that clients send.
    public init(tokens: Int = 15_000, depth: Int = 64, bytes: Int = 1 << 20) {
        self.tokens = tokens
        self.depth = depth
        self.bytes = bytes
    }

    /// For documents from a trusted source, such as the SDL of a large schema.
    public static let trusted = ParserLimits(tokens: 10_000_000, depth: 256, bytes: 64 << 20)
}
