/// Scripts and styles without what only their authors read: indentation, empty lines, comments that stand alone, and the
/// spaces around some signs.
///
/// It works by lines and reads no syntax. The assets therefore have no text that spans lines, and no text that holds one
/// of the signs between spaces; lines of styles with a text are left as they are.
enum AssetText {
    private static let scriptSigns = ["=>", "===", "!==", "&&", "||"].map { sign(" \($0) ", $0) }
    private static let styleSigns = [(": ", ":"), ("; }", "}"), ("; ", ";"), (" { ", "{"), (" }", "}"), (", ", ",")]
        .map(sign)

    static func compact(_ body: [UInt8], _ type: ContentType) -> [UInt8] {
        var kept: [UInt8] = []
        kept.reserveCapacity(body.count)
        var isInComment = false
        // By bytes: as strings the assets would take longer than the rest of the gateway's start.
        for line in body.split(separator: UInt8(ascii: "\n")) {
            let text = line.drop { $0 == UInt8(ascii: " ") }
            if !isInComment { isInComment = text.starts(with: "/**".utf8) }
            let isComment = isInComment || text.starts(with: "//".utf8)
            if isInComment { isInComment = !text.suffix(2).elementsEqual("*/".utf8) }
            guard !isComment, !text.isEmpty else { continue }
            let hasText = text.contains(UInt8(ascii: "\""))
            kept += type == .css ? (hasText ? Array(text) : compact(text, styleSigns)) : compact(text, scriptSigns)
            kept.append(UInt8(ascii: "\n"))
        }
        return kept
    }

    private static func sign(_ long: String, _ short: String) -> (long: [UInt8], short: [UInt8]) {
        (Array(long.utf8), Array(short.utf8))
    }

    private static func compact(_ line: ArraySlice<UInt8>, _ signs: [(long: [UInt8], short: [UInt8])]) -> [UInt8] {
        signs.reduce(Array(line)) { text, sign in replace(sign.long, by: sign.short, in: text) }
    }

    private static func replace(_ long: [UInt8], by short: [UInt8], in text: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var rest = text[...]
        while let first = rest.first {
            if first == long.first, rest.starts(with: long) {
                out += short
                rest = rest.dropFirst(long.count)
            } else {
                out.append(first)
                rest = rest.dropFirst()
            }
        }
        return out
    }
}
