/// Scripts and styles without what only their authors read: indentation, empty lines, comments that stand alone, and the
/// spaces around some signs.
///
/// It works by lines and reads no syntax. The assets therefore have no text that spans lines, and no text that holds one
/// of the signs between spaces; lines of styles with a text are left as they are.
enum AssetText {
    private static let scriptSigns = ["=>", "===", "!==", "&&", "||"].map { (" \($0) ", $0) }
    private static let styleSigns = [(": ", ":"), ("; }", "}"), ("; ", ";"), (" { ", "{"), (" }", "}"), (", ", ",")]

    static func compact(_ body: [UInt8], _ type: ContentType) -> [UInt8] {
        var kept = ""
        var isInComment = false
        for line in String(decoding: body, as: UTF8.self).split(separator: "\n") {
            let text = line.drop { $0 == " " }
            if !isInComment { isInComment = text.hasPrefix("/**") }
            let isComment = isInComment || text.hasPrefix("//")
            if isInComment { isInComment = !text.hasSuffix("*/") }
            guard !isComment, !text.isEmpty else { continue }
            kept += type == .css ? style(text) : compact(text, scriptSigns)
            kept += "\n"
        }
        return Array(kept.utf8)
    }

    private static func style(_ line: Substring) -> String {
        line.contains("\"") ? String(line) : compact(line, styleSigns)
    }

    private static func compact(_ line: Substring, _ signs: [(long: String, short: String)]) -> String {
        signs.reduce(String(line)) { text, sign in
            text.split(separator: sign.long, omittingEmptySubsequences: false).joined(separator: sign.short)
        }
    }
}
