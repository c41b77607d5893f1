/// The name of a Key-Value bucket: `[A-Za-z0-9_-]+`, so that it can stand in stream names and subjects.
package struct BucketName: Sendable, Hashable, CustomStringConvertible {
    static let expected = "letters, digits, _ and - only, at least one"

    package let text: String

    package var description: String { text }

    /// `nil` where a character is not allowed or the name is empty.
    package init?(_ text: String) {
        guard Self.isLegal(text) else { return nil }
        self.text = text
    }

    /// The bucket of a namespace: its own name or the namespace, after the prefix.
    ///
    /// Prefix and name are joined by `_`, unless the prefix ends in `_` or `-` already.
    package init?(namespace: String, bucket: String?, prefix: String?) {
        let own = bucket ?? namespace
        guard let prefix, !prefix.isEmpty else {
            self.init(own)
            return
        }
        guard Self.isLegal(own) else { return nil }
        self.init(prefix.hasSuffix("_") || prefix.hasSuffix("-") ? prefix + own : "\(prefix)_\(own)")
    }

    static func isLegal(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 200
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}
