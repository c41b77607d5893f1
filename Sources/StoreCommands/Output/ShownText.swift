/// Text from the store as a terminal may show it: what would move the cursor or turn the direction is spelled out.
enum ShownText {
    private static let quotedLimit = 100

    static func safe(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar) {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// For messages: in quotes, the beginning of a long one.
    static func quoted(_ text: String) -> String {
        let shown = text.count > quotedLimit ? text.prefix(quotedLimit) + "…" : Substring(text)
        return "\"\(safe(String(shown)))\""
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
