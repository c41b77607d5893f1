/// RFC 5321 section 4.1.2 (Mailbox), and RFC 6531 for international ones.
enum EmailFormat {
    static func accepts(_ text: Span<UInt8>, international: Bool) -> Bool {
        var index = 0
        guard text.count > 2 else { return false }
        let hasLocalPart =
            text[0] == 0x22
            ? skipQuoted(text, &index, international) : skipDotAtom(text, &index, international)
        guard hasLocalPart, index <= 64, index < text.count, text[index] == 0x40 else { return false }
        let domain = (index + 1)..<text.count
        guard let first = domain.first else { return false }
        if text[first] == 0x5B { return isAddressLiteral(text, domain) }
        return isDomain(text, domain, international)
    }

    private static func skipDotAtom(_ text: Span<UInt8>, _ index: inout Int, _ international: Bool) -> Bool {
        while true {
            let start = index
            while index < text.count, isAtomByte(text[index]) || (international && text[index] >= 0x80) { index += 1 }
            guard index > start else { return false }
            guard index < text.count, text[index] == 0x2E else { return true }
            index += 1
        }
    }

    private static func isAtomByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    private static func skipQuoted(_ text: Span<UInt8>, _ index: inout Int, _ international: Bool) -> Bool {
        index += 1
        while index < text.count {
            let byte = text[index]
            index += 1
            if byte == 0x22 { return true }
            if byte == 0x5C {
                guard index < text.count, text[index] >= 0x20, text[index] < 0x7F else { return false }
                index += 1
            } else if byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !international) {
                return false
            }
        }
        return false
    }

    private static func isAddressLiteral(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count > 2, text[range.upperBound - 1] == 0x5D else { return false }
        let content = (range.lowerBound + 1)..<(range.upperBound - 1)
        let tag = Array("ipv6:".utf8)
        let isIPv6 = content.count > 5 && (0..<5).allSatisfy { text[content.lowerBound + $0] | 0x20 == tag[$0] | 0x20 }
        if isIPv6 { return AddressFormat.isIPv6(text, (content.lowerBound + 5)..<content.upperBound) }
        return AddressFormat.isIPv4(text, content)
    }

    private static func isDomain(_ text: Span<UInt8>, _ range: Range<Int>, _ international: Bool) -> Bool {
        guard range.count <= 255 else { return false }
        var start = range.lowerBound
        for index in range.lowerBound...range.upperBound {
            guard index == range.upperBound || text[index] == 0x2E else {
                let byte = text[index]
                guard byte.isLetter || byte.isDigit || byte == 0x2D || (international && byte >= 0x80) else {
                    return false
                }
                continue
            }
            guard index > start, text[start] != 0x2D, text[index - 1] != 0x2D else { return false }
            if !international, index - start > 63 { return false }
            start = index + 1
        }
        return true
    }
}
