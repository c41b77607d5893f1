/// The rules of names in GraphQL (specification, section "Names" and "Reserved Names").
enum GraphQLName {
    /// Whether the text is a name: `[_A-Za-z][_0-9A-Za-z]*`.
    static func isLegal(_ text: String) -> Bool {
        guard let first = text.utf8.first, isStart(first) else { return false }
        return text.utf8.allSatisfy(isPart)
    }

    /// Whether the name may be defined: names that begin with two underscores belong to introspection.
    static func isDefinable(_ text: String) -> Bool {
        isLegal(text) && !text.utf8.starts(with: [0x5F, 0x5F])
    }

    /// Whether the text can be an enum value; `true`, `false` and `null` cannot.
    static func isEnumValue(_ text: String) -> Bool {
        isDefinable(text) && text != "true" && text != "false" && text != "null"
    }

    /// A definable name as close to the text as can be: each run of other characters becomes one underscore.
    ///
    /// Different texts may give the same name; ``NameMapper`` tells them apart.
    static func legalized(_ text: String) -> String {
        if isDefinable(text) { return text }
        var bytes: [UInt8] = []
        var inIllegalRun = false
        for byte in text.utf8 {
            if isPart(byte) {
                bytes.append(byte)
                inIllegalRun = false
            } else if !inIllegalRun {
                bytes.append(0x5F)
                inIllegalRun = true
            }
        }
        if let first = bytes.first, !isStart(first) { bytes.insert(0x5F, at: 0) }
        while bytes.count >= 2, bytes[0] == 0x5F, bytes[1] == 0x5F { bytes.removeFirst() }
        return bytes.isEmpty ? "_" : String(decoding: bytes, as: UTF8.self)
    }

    /// The name with its first letter upper-cased, as one word of a type's name.
    static func capitalized(_ name: String) -> String {
        guard let first = name.utf8.first, first >= 0x61, first <= 0x7A else { return name }
        var bytes = Array(name.utf8)
        bytes[0] = first - 0x20
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isStart(_ byte: UInt8) -> Bool {
        byte == 0x5F || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        isStart(byte) || (byte >= 0x30 && byte <= 0x39)
    }
}
