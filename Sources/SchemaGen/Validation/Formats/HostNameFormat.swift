/// Host names (RFC 1123 section 2.1) and international ones (RFC 5890).
enum HostNameFormat {
    static func accepts(_ text: Span<UInt8>) -> Bool {
        guard text.count > 0, text.count <= 253 else { return false }
        var label: [UInt8] = []
        var labels: [[UInt8]] = []
        for index in 0..<text.count {
            if text[index] == 0x2E {
                labels.append(label)
                label.removeAll()
            } else {
                label.append(text[index])
            }
        }
        labels.append(label)
        return labels.allSatisfy(isLabel)
    }

    /// Full stops of other scripts separate labels too (RFC 3490 section 3.1).
    static func acceptsInternational(_ text: Span<UInt8>) -> Bool {
        guard text.count > 0, text.count <= 4 * 253 else { return false }
        let scalars = text.withUnsafeBufferPointer { Array(String(decoding: $0, as: UTF8.self).unicodeScalars) }
        let labels = scalars.split(omittingEmptySubsequences: false) { $0.isLabelSeparator }.map(Array.init)
        var length = labels.count - 1
        var unicodeLabels: [[Unicode.Scalar]] = []
        for label in labels {
            if label.allSatisfy(\.isASCII) {
                guard isLabel(label.map { UInt8(truncatingIfNeeded: $0.value) }) else { return false }
                length += label.count
                unicodeLabels.append(decoded(label) ?? label)
            } else {
                guard InternationalLabel.isValid(label), let encoded = Punycode.encode(label) else { return false }
                guard encoded.count <= 59 else { return false }
                length += encoded.count + 4
                unicodeLabels.append(label)
            }
        }
        return length <= 253 && InternationalLabel.satisfiesBidirectionalRule(unicodeLabels)
    }

    /// Letters, digits and inner hyphens, at most 63; an A-label must stand for a valid U-label.
    private static func isLabel(_ label: [UInt8]) -> Bool {
        guard let first = label.first, label.count <= 63, first != 0x2D, label.last != 0x2D else { return false }
        guard label.allSatisfy({ $0.isLetter || $0.isDigit || $0 == 0x2D }) else { return false }
        guard label.count > 3, label[2] == 0x2D, label[3] == 0x2D else { return true }
        // RFC 5891 section 4.2.3.1: two hyphens there mean an A-label, or nothing.
        guard label[0] | 0x20 == 0x78, label[1] | 0x20 == 0x6E else { return false }
        guard let unicode = decoded(label.map { Unicode.Scalar($0) }) else { return false }
        return InternationalLabel.isValid(unicode) && InternationalLabel.satisfiesBidirectionalRule([unicode])
    }

    /// The U-label of an A-label; nil if it is none, or not written in the one way that encoding gives.
    private static func decoded(_ label: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        guard label.count > 4, String(label.prefix(4).map(Character.init)).lowercased() == "xn--" else { return nil }
        let encoded = label.dropFirst(4).map { UInt8(truncatingIfNeeded: $0.value) }
        guard let unicode = Punycode.decode(encoded), !unicode.allSatisfy(\.isASCII) else { return nil }
        guard let again = Punycode.encode(unicode), again.count == encoded.count else { return nil }
        let isSame = zip(again, encoded).allSatisfy { $0 == $1 || ($0.isLetter && $0 | 0x20 == $1 | 0x20) }
        return isSame ? unicode : nil
    }
}

extension Unicode.Scalar {
    fileprivate var isLabelSeparator: Bool {
        self == "." || self == "\u{3002}" || self == "\u{FF0E}" || self == "\u{FF61}"
    }
}
