/// RFC 6570 section 2.
enum URITemplateFormat {
    static func accepts(_ text: Span<UInt8>) -> Bool {
        var index = 0
        while index < text.count {
            switch text[index] {
            case 0x7B:
                index += 1
                guard skipExpression(text, &index) else { return false }
            case 0x25:
                guard skipEscape(text, &index) else { return false }
            case 0...0x20, 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7C, 0x7D, 0x7F: return false
            default: index += 1
            }
        }
        return true
    }

    /// After the opening brace: an operator, and variables separated by commas.
    private static func skipExpression(_ text: Span<UInt8>, _ index: inout Int) -> Bool {
        if index < text.count, "+#./;?&=,!@|".utf8.contains(text[index]) { index += 1 }
        while true {
            guard skipVariable(text, &index), index < text.count else { return false }
            if text[index] == 0x2A {
                index += 1
            } else if text[index] == 0x3A {
                index += 1
                let start = index
                while index < text.count, text[index].isDigit { index += 1 }
                guard index > start, index - start <= 4, text[start] != 0x30 else { return false }
            }
            guard index < text.count, text[index] == 0x2C || text[index] == 0x7D else { return false }
            index += 1
            if text[index - 1] == 0x7D { return true }
        }
    }

    private static func skipVariable(_ text: Span<UInt8>, _ index: inout Int) -> Bool {
        var isAfterDot = true
        while index < text.count {
            let byte = text[index]
            if byte.isLetter || byte.isDigit || byte == 0x5F {
                index += 1
            } else if byte == 0x25 {
                guard skipEscape(text, &index) else { return false }
            } else if byte == 0x2E, !isAfterDot {
                index += 1
                isAfterDot = true
                continue
            } else {
                break
            }
            isAfterDot = false
        }
        return !isAfterDot
    }

    private static func skipEscape(_ text: Span<UInt8>, _ index: inout Int) -> Bool {
        guard index + 2 < text.count, text[index + 1].isHexDigit, text[index + 2].isHexDigit else { return false }
        index += 3
        return true
    }
}
