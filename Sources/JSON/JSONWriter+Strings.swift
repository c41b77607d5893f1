extension JSONWriter {
    /// Writes a string in quotes. Only quotes, backslashes and control characters are escaped.
    public mutating func writeString(_ text: String) {
        var text = text
        text.withUTF8 { writeString($0.span) }
    }

    /// Writes a string in quotes, given as UTF-8, which is not checked here.
    public mutating func writeString(_ text: Span<UInt8>) {
        append(0x22)
        var start = 0
        var position = 0
        while true {
            JSONScanner.skipPlainBytes(text, &position)
            append(text, start..<position)
            guard position < text.count else { break }
            writeEscape(text[position])
            position &+= 1
            start = position
        }
        append(0x22)
    }

    private mutating func writeEscape(_ byte: UInt8) {
        switch byte {
        case 0x22: append("\\\"")
        case 0x5C: append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        default:
            append("\\u00")
            append(byte >> 4 &+ 0x30)
            append(byte & 0xF < 10 ? byte & 0xF &+ 0x30 : byte & 0xF &+ 0x57)
        }
    }
}
