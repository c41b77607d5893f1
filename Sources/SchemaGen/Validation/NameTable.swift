import JSON

/// A fixed set of names, looked up by the bytes of a string in a JSON text without making a `String`.
struct NameTable: Sendable {
    /// The names as UTF-8, in the order in which they were added.
    private(set) var names: [[UInt8]] = []
    /// Positions in `names` by hash, open addressing; -1 is free. Its size is a power of two.
    private var slots: [Int32] = []

    var count: Int { names.count }

    /// The position of a name, which is added if it is new.
    mutating func insert(_ name: String) -> Int {
        let bytes = Array(name.utf8)
        if let known = find(bytes.span, 0..<bytes.count) { return known }
        names.append(bytes)
        if names.count * 2 > slots.count { grow() } else { place(names.count - 1) }
        return names.count - 1
    }

    /// The position of the name that stands, unescaped, in a range of a text.
    @inline(__always)
    func find(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
        if slots.isEmpty { return nil }
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: Self.hash(text, range)) & mask
        while true {
            let position = slots[slot]
            if position < 0 { return nil }
            if Self.areEqual(names[Int(position)], text, range) { return Int(position) }
            slot = (slot &+ 1) & mask
        }
    }

    /// The position of the name that a string token holds.
    func find(_ json: Span<UInt8>, _ token: JSONTape.Entry) -> Int? {
        if !token.hasEscapes { return find(json, token.content) }
        var bytes: [UInt8] = []
        let raw = JSONRawString(range: token.content, hasEscapes: true)
        guard (try? JSONScanner.appendUnescaped(json, raw, to: &bytes)) != nil else { return nil }
        return find(bytes.span, 0..<bytes.count)
    }

    func name(_ position: Int) -> String { String(decoding: names[position], as: UTF8.self) }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: max(8, slots.count * 2))
        for position in names.indices { place(position) }
    }

    private mutating func place(_ position: Int) {
        let mask = slots.count - 1
        let name = names[position]
        var slot = Int(truncatingIfNeeded: Self.hash(name.span, 0..<name.count)) & mask
        while slots[slot] >= 0 { slot = (slot + 1) & mask }
        slots[slot] = Int32(truncatingIfNeeded: position)
    }

    @inline(__always)
    private static func areEqual(_ name: [UInt8], _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard name.count == range.count else { return false }
        var index = 0
        while index < name.count {
            guard name[index] == text[range.lowerBound &+ index] else { return false }
            index &+= 1
        }
        return true
    }

    /// Multiplies in eight bytes at a time. The names come from the schema, so no text can make probing long.
    @inline(__always)
    private static func hash(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: range.count) &* 0x9E37_79B9_7F4A_7C15
        var index = range.lowerBound
        let bytes = text.bytes
        while index &+ 8 <= range.upperBound {
            hash = (hash ^ bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash &>> 32
            index &+= 8
        }
        var last: UInt64 = 0
        while index < range.upperBound {
            last = last &<< 8 | UInt64(text[index])
            index &+= 1
        }
        hash = (hash ^ last) &* 0x9E37_79B9_7F4A_7C15
        return hash ^ hash &>> 32
    }
}
