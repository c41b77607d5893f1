/// IPv4 and IPv6 addresses (RFC 2673 section 3.2, RFC 4291 section 2.2; no zones).
enum AddressFormat {
    static func isIPv4(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        for part in 0..<4 {
            if part > 0 {
                guard index < range.upperBound, text[index] == 0x2E else { return false }
                index += 1
            }
            let start = index
            var value = 0
            while index < range.upperBound, text[index].isDigit, index - start < 3 {
                value = value * 10 + Int(text[index] - 0x30)
                index += 1
            }
            guard index > start, value < 256, index - start == 1 || text[start] != 0x30 else { return false }
        }
        return index == range.upperBound
    }

    static func isIPv6(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var groups = 0
        var hasGap = false
        var index = range.lowerBound
        while index < range.upperBound {
            if text[index] == 0x3A {
                guard index + 1 < range.upperBound else { return false }
                if text[index + 1] == 0x3A {
                    if hasGap { return false }
                    hasGap = true
                    index += 2
                    if index == range.upperBound { break }
                    if text[index] == 0x3A { return false }
                } else {
                    guard groups > 0 else { return false }
                    index += 1
                }
            } else if groups > 0 {
                return false
            }
            let start = index
            while index < range.upperBound, text[index].isHexDigit, index - start < 4 { index += 1 }
            if index < range.upperBound, text[index] == 0x2E {
                groups += 2
                guard isIPv4(text, start..<range.upperBound) else { return false }
                break
            }
            guard index > start else { return false }
            groups += 1
        }
        return hasGap ? groups < 8 : groups == 8
    }
}
