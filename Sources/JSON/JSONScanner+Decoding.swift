extension JSONScanner {
    /// The text of a string that ``scanString(_:_:)`` found: escapes resolved, lone surrogates replaced by U+FFFD.
    ///
    /// - Throws: `invalidUTF8` at the first byte that is not well-formed.
    public static func decode(_ source: Span<UInt8>, _ raw: JSONRawString) throws(JSONError) -> String {
        let content = source.extracting(raw.range)
        if !raw.hasEscapes {
            if let invalid = firstInvalidUTF8(content) {
                throw JSONError(.invalidUTF8, in: source, at: raw.range.lowerBound + invalid)
            }
            // Faster than the standard library's validating initializer, which is not specialized.
            return content.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw.range.count)
        try appendUnescaped(source, raw, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the text of a string as UTF-8, escapes resolved, lone surrogates replaced by U+FFFD.
    ///
    /// - Throws: `invalidUTF8` at the first byte that is not well-formed; nothing is appended then.
    public static func appendUnescaped(
        _ source: Span<UInt8>,
        _ raw: JSONRawString,
        to bytes: inout [UInt8]
    ) throws(JSONError) {
        if let invalid = firstInvalidUTF8(source.extracting(raw.range)) {
            throw JSONError(.invalidUTF8, in: source, at: raw.range.lowerBound + invalid)
        }
        var position = raw.range.lowerBound
        while position < raw.range.upperBound {
            let byte = source[position]
            if byte == 0x5C {
                bytes.append(contentsOf: String(try decodeEscape(source, &position)).utf8)
            } else {
                bytes.append(byte)
                position &+= 1
            }
        }
    }
}
