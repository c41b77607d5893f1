/// Scripts and styles without what only their authors read: indentation, empty lines and comments that stand alone.
///
/// It works by lines and reads no syntax. The assets therefore have no text that spans lines, which a test checks.
enum AssetText {
    static func compact(_ body: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        kept.reserveCapacity(body.count)
        var isInComment = false
        for line in body.split(separator: UInt8(ascii: "\n")) {
            let text = line.drop { $0 == UInt8(ascii: " ") }
            if !isInComment { isInComment = text.starts(with: "/**".utf8) }
            let isComment = isInComment || text.starts(with: "//".utf8)
            if isInComment { isInComment = !Self.endsComment(text) }
            guard !isComment, !text.isEmpty else { continue }
            kept.append(contentsOf: text)
            kept.append(UInt8(ascii: "\n"))
        }
        return kept
    }

    private static func endsComment(_ text: ArraySlice<UInt8>) -> Bool {
        text.suffix(2).elementsEqual("*/".utf8)
    }
}
