/// How the bucket of a namespace is called: `[A-Za-z0-9_-]+`, so that it can stand in stream names and subjects.
package enum BucketNaming {
    static let expected = "letters, digits, _ and - only, at least one"

    /// The namespace's own bucket name, or the namespace, after the prefix; `nil` where that is no legal name.
    ///
    /// Prefix and name are joined by `_`, unless the prefix ends in `_` or `-` already.
    package static func name(namespace: String, bucket: String?, prefix: String?) -> String? {
        let own = bucket ?? namespace
        guard isLegal(own) else { return nil }
        guard let prefix, !prefix.isEmpty else { return own }
        let name = prefix.hasSuffix("_") || prefix.hasSuffix("-") ? prefix + own : "\(prefix)_\(own)"
        return isLegal(name) ? name : nil
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
