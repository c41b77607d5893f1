extension BlockString {
    /// Whether the text reads back as it is from the block string that `printed` makes of it. Text with control
    /// characters, carriage returns, blank lines at an end or common indentation does not.
    package static func isPrintable(_ text: String) -> Bool {
        guard !text.isEmpty else { return true }
        var isEmptyLine = true
        var hasIndent = false
        var hasCommonIndent = true
        var seenFilledLine = false
        for byte in text.utf8 {
            switch byte {
            case 0x0A:
                if isEmptyLine, !seenFilledLine {
                    return false
                }
                seenFilledLine = true
                isEmptyLine = true
                hasIndent = false
            case 0x09, 0x20:
                hasIndent = hasIndent || isEmptyLine
            case 0x00...0x0F:
                return false
            default:
                hasCommonIndent = hasCommonIndent && hasIndent
                isEmptyLine = false
            }
        }
        return !isEmptyLine && !(hasCommonIndent && seenFilledLine)
    }

    /// The text as a block string literal: on lines of its own where that reads better or is needed.
    package static func printed(_ text: String) -> String {
        let value = Array(text.utf8)
        let escaped = escapingTripleQuotes(value)
        let lines = split(value[...])
        let isSingleLine = lines.count == 1
        let startsWithSpace = value.first.map(isWhiteSpace) ?? false
        let forcesLeadingLine = !isSingleLine && lines.dropFirst().allSatisfy { $0.first.map(isWhiteSpace) ?? true }
        let endsInTripleQuote = escaped.suffix(4).elementsEqual([0x5C, 0x22, 0x22, 0x22])
        let endsInQuote = value.last == 0x22 && !endsInTripleQuote
        let forcesTrailingLine = endsInQuote || value.last == 0x5C
        let isOnLinesOfItsOwn =
            !isSingleLine || text.unicodeScalars.count > 70 || forcesTrailingLine || forcesLeadingLine
            || endsInTripleQuote
        let skipsLeadingLine = isSingleLine && startsWithSpace
        let leading = (isOnLinesOfItsOwn && !skipsLeadingLine) || forcesLeadingLine ? "\n" : ""
        let trailing = isOnLinesOfItsOwn ? "\n" : ""
        return "\"\"\"" + leading + String(decoding: escaped, as: UTF8.self) + trailing + "\"\"\""
    }

    private static func escapingTripleQuotes(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if text[index...].starts(with: [0x22, 0x22, 0x22]) {
                result.append(contentsOf: [0x5C, 0x22, 0x22, 0x22])
                index += 3
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }
}

extension StringLiteral {
    /// The text as a string literal in quotation marks, control characters escaped.
    package static func printed(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x08: result += "\\b"
            case 0x09: result += "\\t"
            case 0x0A: result += "\\n"
            case 0x0C: result += "\\f"
            case 0x0D: result += "\\r"
            case 0x00...0x1F, 0x7F...0x9F:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u00" + (digits.count < 2 ? "0" : "") + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
