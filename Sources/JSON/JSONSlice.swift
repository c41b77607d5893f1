/// One value as JSON text that is known to be valid, kept byte for byte.
///
/// Equality goes by the bytes, not by the value.
public struct JSONSlice: Sendable, Hashable {
    /// The text: UTF-8, without white space around it.
    public let bytes: [UInt8]

    /// Keeps a text after checking its grammar and its UTF-8. White space around the value is dropped.
    public init(
        checking text: [UInt8],
        maximumDepth: Int = JSONScanner.defaultMaximumDepth
    ) throws(JSONError) {
        let span = text.span
        var position = 0
        let range = try JSONScanner.skipValue(span, &position, maximumDepth: maximumDepth)
        try JSONScanner.expectEnd(span, &position)
        if let invalid = JSONScanner.firstInvalidUTF8(span) { throw JSONError(.invalidUTF8, in: span, at: invalid) }
        bytes = range.count == text.count ? text : Array(text[range])
    }

    /// Keeps a text that the caller has checked (``JSONScanner/validate(_:maximumDepth:)``).
    public init(unchecked text: [UInt8]) { bytes = text }

    /// The text of a value.
    public init(_ value: JSONValue) {
        var writer = JSONWriter()
        writer.write(value)
        bytes = writer.bytes
    }

    /// The size of the text in bytes.
    public var count: Int { bytes.count }
    /// The kind of the value; `nil` only for text that was kept unchecked.
    public var kind: JSONKind? { JSONScanner.kind(bytes.span, 0) }

    /// The value; parsing bounds the depth.
    public func value() throws(JSONError) -> JSONValue {
        try JSONValue(parsing: bytes, maximumDepth: JSONValue.depthLimit)
    }
}
