/// `application/x-www-form-urlencoded` text, as GET parameters are written.
enum FormDecoding {
    /// Names and values in their order, decoded to bytes.
    /// - Throws: a 400 for a broken escape or for bytes that are no UTF-8.
    static func pairs(_ text: Substring) throws(HTTPFailure) -> [(name: String, value: [UInt8])] {
        var pairs: [(String, [UInt8])] = []
        for part in text.utf8.split(separator: UInt8(ascii: "&")) {
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = halves.first else { continue }
            let name = try decode(first)
            let value = try halves.count == 2 ? decode(halves[1]) : []
            guard let name = String(validating: name, as: UTF8.self), String(validating: value, as: UTF8.self) != nil
            else { throw .badRequest("The query string is not UTF-8.") }
            pairs.append((name, value))
        }
        return pairs
    }

    private static func decode(_ text: Substring.UTF8View.SubSequence) throws(HTTPFailure) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var position = text.startIndex
        while position < text.endIndex {
            let byte = text[position]
            position = text.index(after: position)
            switch byte {
            case UInt8(ascii: "+"): out.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = digit(text, &position), let low = digit(text, &position) else {
                    throw .badRequest("The query string has a % that no two hexadecimal digits follow.")
                }
                out.append(high << 4 | low)
            default: out.append(byte)
            }
        }
        return out
    }

    private static func digit(_ text: Substring.UTF8View.SubSequence, _ position: inout Substring.Index) -> UInt8? {
        guard position < text.endIndex else { return nil }
        let byte = text[position]
        position = text.index(after: position)
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): return byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): return byte - UInt8(ascii: "A") + 10
        default: return nil
        }
    }
}
