/// A namespace stands before every root field and type of its API, so it must be a GraphQL name.
enum NamespaceName {
    static let expected = "a letter or _ and then letters, digits and _ (two leading _ are GraphQL's own), at most 64"

    static func isLegal(_ text: String) -> Bool {
        guard text.utf8.count <= 64, !text.hasPrefix("__"), let first = text.utf8.first else { return false }
        return isLetter(first) && text.utf8.allSatisfy { isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
