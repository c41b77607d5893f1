/// One member of an Accept field (RFC 9110, section 12.5.1): a range and how much it is wanted.
struct MediaRange: Equatable {
    /// In small letters; `*` for any.
    var type: String
    var subtype: String
    /// 0...1000 thousandths.
    var quality = 1000

    /// The members of a field in their order; those that cannot be read are left out.
    static func parse(_ field: String) -> [MediaRange] {
        field.split(separator: ",").compactMap { parse(member: $0) }
    }

    private static func parse(member: Substring) -> MediaRange? {
        let parts = member.split(separator: ";", omittingEmptySubsequences: false)
        guard let name = parts.first.map({ String($0).trimmingSpaces().lowercased() }) else { return nil }
        let halves = name.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty else { return nil }
        guard halves[0] != "*" || halves[1] == "*" else { return nil }
        var range = MediaRange(type: String(halves[0]), subtype: String(halves[1]))
        for parameter in parts.dropFirst() {
            let pair = parameter.split(separator: "=", maxSplits: 1).map { String($0).trimmingSpaces().lowercased() }
            guard pair.count == 2 else { continue }
            switch pair[0] {
            case "q":
                guard let quality = parse(quality: pair[1]) else { return nil }
                range.quality = quality
            case "charset":
                // Answers are UTF-8 and nothing else.
                guard ["utf-8", "utf8", "\"utf-8\"", "*"].contains(pair[1]) else { return nil }
            default: break
            }
        }
        return range
    }

    /// `0`, `1`, `0.5`, `1.000`: at most three digits behind the point.
    static func parse(quality text: String) -> Int? {
        let halves = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = halves.first, whole == "0" || whole == "1" else { return nil }
        let fraction = halves.count == 2 ? halves[1] : ""
        guard fraction.utf8.count <= 3, fraction.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        let padded = fraction + String(repeating: "0", count: 3 - fraction.utf8.count)
        let value = (whole == "1" ? 1000 : 0) + (Int(padded) ?? 0)
        return value <= 1000 ? value : nil
    }
}
